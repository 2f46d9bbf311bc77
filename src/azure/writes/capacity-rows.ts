import { quote } from '../quote.ts';
import { hasCode, type RefusalRow, refused, wordsOf } from './verdict.ts';

const allocation = 'https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/allocation-failure';

/** Why a VM does not start, or an address is not made, though nobody forbids it. */
export const capacityRows: readonly RefusalRow[] = [
  {
    name: 'a quota',
    source: 'https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-resource-quota',
    matches: (failure) =>
      hasCode(failure, ['QuotaExceeded']) ||
      // A throttled one is called OperationNotAllowed as well, but with 429.
      (failure.status !== 429 &&
        hasCode(failure, ['OperationNotAllowed']) &&
        /\bquota\b|exceeding approved/i.test(wordsOf(failure))),
    verdict: (failure) =>
      refused(
        failure,
        `The subscription's quota is used up: ${quote(wordsOf(failure))}.`,
        'Ask whoever looks after the subscription to raise the quota, or to free some of it.',
        { code: 'QuotaExceeded' },
      ),
  },
  {
    name: 'no capacity',
    source: allocation,
    matches: (failure) => hasCode(failure, ['AllocationFailed']),
    verdict: (failure) =>
      refused(
        failure,
        'Azure has no room for a VM of this size there at the moment.',
        'Try again later, or have the VM resized.',
        { code: 'AllocationFailed' },
      ),
  },
  {
    name: 'no capacity in the zone',
    source: allocation,
    matches: (failure) => hasCode(failure, ['ZonalAllocationFailed', 'OverconstrainedZonalAllocationRequest']),
    verdict: (failure) =>
      refused(
        failure,
        'Azure has no room for a VM of this size in its availability zone at the moment.',
        'Try again later, or have the VM resized or moved to another zone.',
        { code: 'ZonalAllocationFailed' },
      ),
  },
  {
    name: 'too many wishes',
    source: allocation,
    matches: (failure) => hasCode(failure, ['OverconstrainedAllocationRequest']),
    verdict: (failure) =>
      refused(
        failure,
        'Azure has no room that meets all that this VM asks for (its size, placement group, zone or disks together).',
        'Try again later, or have one of those wishes taken away.',
        { code: 'OverconstrainedAllocationRequest' },
      ),
  },
  {
    name: 'no such size',
    source: 'https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-sku-not-available',
    matches: (failure) => hasCode(failure, ['SkuNotAvailable']),
    verdict: (failure) =>
      refused(
        failure,
        'Azure does not offer this size in that region or zone to the subscription.',
        'Have the VM resized, or ask Azure support to offer it there.',
        { code: 'SkuNotAvailable' },
      ),
  },
];
