import { quote } from '../quote.ts';
import { hasCode, type RefusalRow, wordsOf } from './verdict.ts';

const limits = 'https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling';

const otherOperation = 'Azure is still busy with another change there.';

/** What is over after a while, or once the change is planned anew. */
export const passingRows: readonly RefusalRow[] = [
  {
    name: 'overtaken',
    source: 'https://github.com/kubernetes-sigs/cloud-provider-azure (IsOperationPreempted); Network words it Canceled',
    matches: (failure) =>
      hasCode(failure, ['OperationPreempted', 'CanceledAndSupersededDueToAnotherOperation']) ||
      /preempted by a more recent operation/i.test(wordsOf(failure)),
    // Somebody wanted something else after us: sending the same again at once would be a quarrel.
    verdict: () => ({ kind: 'busy', because: 'A more recent change there has overtaken this one.', again: false }),
  },
  {
    name: 'another operation',
    source: 'https://github.com/Azure/azure-sdk-for-python/issues/556: as 429, 409 and 400',
    matches: (failure) =>
      hasCode(failure, [
        'RetryableError',
        'RetryableErrorDueToAnotherOperation',
        'ReferencedResourceNotProvisioned',
        'AnotherOperationInProgress',
      ]) ||
      (hasCode(failure, ['OperationNotAllowed', 'Conflict']) &&
        /another operation is in progress|is in progress\. please wait/i.test(wordsOf(failure))),
    verdict: ({ afterMs }) => ({ kind: 'busy', because: otherOperation, again: true, ...after(afterMs) }),
  },
  {
    name: 'a conflict without a name',
    source:
      'https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors#conflict',
    matches: ({ status, code }) => status === 409 && ['', 'conflict'].includes(code.toLowerCase()),
    verdict: (failure) => {
      const words = quote(wordsOf(failure)) || 'it does not say what';
      return { kind: 'busy', because: `Azure finds something else in the way: ${words}.`, again: true };
    },
  },
  {
    name: 'too many requests',
    source: limits,
    matches: ({ status }) => status === 429,
    verdict: ({ afterMs }) => ({
      kind: 'busy',
      because: 'Azure gets too many requests at the moment.',
      again: true,
      ...after(afterMs),
    }),
  },
  {
    name: 'another version',
    source: 'https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations; If-Match',
    matches: ({ status }) => status === 412,
    verdict: () => ({ kind: 'outdated', because: 'Somebody changed it in the meantime.' }),
  },
  {
    name: 'a taken priority',
    source: 'https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#security-rules',
    matches: (failure) => hasCode(failure, ['SecurityRuleConflict']),
    verdict: () => ({ kind: 'outdated', because: "Another rule has taken the new rule's priority in the meantime." }),
  },
];

function after(afterMs: number | undefined): { readonly afterMs?: number } {
  return afterMs === undefined ? {} : { afterMs };
}
