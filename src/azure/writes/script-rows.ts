import { quote } from '../quote.ts';
import { hasCode, type RefusalRow, refused, wordsOf } from './verdict.ts';

const runCommand = 'https://learn.microsoft.com/azure/virtual-machines/linux/run-command';

/** The agent needs some seconds after a script before it takes the next. */
const untilNextMs = 5000;

const startIt = 'Check it with `/vm connect-check`, which offers to start it.';
const mendAgent =
  'Restart `walinuxagent` (`waagent` on some distributions) on the VM, over SSH or the serial console; it must reach Azure over HTTPS.';

/** Why a script does not run on a VM, or how its run failed. */
export const scriptRows: readonly RefusalRow[] = [
  {
    name: 'another script',
    source: 'https://github.com/Azure/azure-cli/issues/32305, /19137: also seconds after one that ended well',
    matches: (failure) =>
      hasCode(failure, ['Conflict', 'OperationNotAllowed']) &&
      /run command extension execution is in progress/i.test(wordsOf(failure)),
    verdict: ({ afterMs = untilNextMs }) => ({
      kind: 'busy',
      because: 'Another script is running on the VM, or has only just ended, and Azure runs one at a time.',
      again: true,
      afterMs,
    }),
  },
  {
    name: 'a VM that is off',
    source: runCommand,
    matches: (failure) => hasCode(failure, ['OperationNotAllowed']) && /not running/i.test(wordsOf(failure)),
    verdict: (failure) => refused(failure, 'The VM is not running, and a script needs it to.', startIt),
  },
  {
    name: 'a silent agent',
    source: 'https://learn.microsoft.com/troubleshoot/azure/virtual-machines/linux/linux-azure-guest-agent',
    matches: (failure) => hasCode(failure, ['VMAgentStatusCommunicationError']),
    verdict: (failure) => refused(failure, 'The VM agent does not answer to Azure.', mendAgent),
  },
  {
    name: 'an agent that took too long',
    source: runCommand,
    matches: (failure) => hasCode(failure, ['VMExtensionProvisioningTimeout']),
    verdict: (failure) =>
      refused(
        failure,
        'The VM agent took longer than Azure waits for it.',
        'What was sent may still be running there: look at the VM before you try again.',
      ),
  },
  {
    name: 'an agent that failed',
    source: runCommand,
    matches: (failure) => hasCode(failure, ['VMExtensionProvisioningError', 'VMExtensionHandlerNonTransientError']),
    verdict: (failure) =>
      refused(
        failure,
        `The VM agent could not carry it out: ${quote(wordsOf(failure)) || 'it does not say why'}.`,
        'Often the disk of the VM is full or its agent is damaged: its serial console in the portal shows more.',
      ),
  },
];
