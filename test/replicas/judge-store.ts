import type { RequestState, VmRequest } from '../../src/core/requests/request.ts';
import type { Row } from './row.ts';

interface Expected {
  readonly state: RequestState;
  readonly approvers: readonly string[];
  /** When it was looked at: "after the approvals". */
  readonly what: string;
  readonly count: number;
}

/** Where the requests stand. */
export function judgeStore(requests: readonly VmRequest[], { state, approvers, what, count }: Expected): Row[] {
  const other = requests.filter((request) => request.state !== state);
  for (const { id, state: is, vm, ending } of other.slice(0, 5))
    console.error(`  ${id} on ${vm.name} is ${is}: ${ending?.message ?? ''}`);
  const wellApproved = requests.filter(({ decisions }) => {
    const by = decisions.filter(({ verdict }) => verdict === 'approve').map((each) => each.by);
    return by.length === approvers.length && approvers.every((who) => by.includes(who));
  });
  return [
    { what: `requests that are ${state} ${what}`, found: requests.length - other.length, wanted: count },
    { what: `... with one approval of each approver`, found: wellApproved.length, wanted: count },
  ];
}
