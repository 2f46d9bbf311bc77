import type { KeyChange } from '../core/host-keys/changes-seen.ts';
import type { HostKey } from '../core/host-keys/host-key.ts';
import { keyWords } from '../core/host-keys/key-words.ts';
import { harmlessReasons } from '../core/host-keys/verdict-words.ts';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import type { VmCandidate } from '../core/vm-name.ts';
import { actionIds } from './action-ids.ts';
import { context, header, section } from './blocks.ts';
import { limits, plain } from './limits.ts';
import type { Message } from './message.ts';

interface HostKeyAlarm extends KeyChange {
  readonly vm: Pick<VmCandidate, 'name' | 'resourceGroup' | 'subscriptionId' | 'subscriptionName'>;
  /** Opens nothing but the question. */
  readonly lookId: string;
}

const most = { keys: 5, line: 200 };

/** For everybody who decides: somebody may be in between, or something harmless happened that somebody knows of. */
export function hostKeyAlarm({ vm, was, is, seenBy, lookId }: HostKeyAlarm): Message {
  const said = clippedMrkdwn(`The host key of ${code(vm.name)} is not the one that was approved`, 300);
  const who =
    seenBy.kind === 'azure'
      ? 'It is what the VM itself tells through Azure.'
      : `It is what answers at ${code(seenBy.at)}.`;
  const place = `Group ${code(vm.resourceGroup)}, subscription ${code(vm.subscriptionName ?? vm.subscriptionId)}. ${who}`;
  return {
    text: `${said}.`,
    blocks: [
      header(`:rotating_light: Host key changed: ${vm.name}`),
      section(
        `*${said.replaceAll('*', '∗')}.* Nobody should connect before it is known why.`,
        clippedMrkdwn(place, 500),
      ),
      section('*Approved*', ...lines(was), '*Now*', ...lines(is)),
      section('*Mostly it is harmless*', ...harmlessReasons.map((reason) => `•  ${reason}`)),
      context('If none of these is known to be so, somebody may be in between, or the VM was broken into.'),
      {
        type: 'actions',
        block_id: 'host-key-alarm',
        elements: [
          {
            type: 'button',
            action_id: actionIds.readHostKeys,
            style: 'primary',
            text: plain('Ask Azure again', limits.buttonText),
            accessibility_label: 'Ask Azure again what the host keys of the VM are',
            value: lookId.slice(0, limits.buttonValue),
          },
        ],
      },
    ],
  };
}

function lines(keys: readonly HostKey[]): string[] {
  return keys.slice(0, most.keys).map((key) => clippedMrkdwn(`•  ${code(keyWords(key))}`, most.line));
}
