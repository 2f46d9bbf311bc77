import type { ActOutcome, OverSsh } from '../core/actions/act.ts';
import { notOpenedWords } from '../core/commands/not-opened-words.ts';
import type { NotOpened } from '../core/host-keys/not-opened.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { vmPath } from '../core/vm-name.ts';

/** What is said where nothing was run, since there is no log-in. */
export function whyNotOpened(
  { vm }: VmRequest,
  { user }: Pick<OverSsh, 'user'>,
  why: NotOpened,
  signal: AbortSignal,
): ActOutcome {
  return notOpenedWords(why, {
    vm: vmPath(vm),
    user,
    isOnTheWay: why.at !== vm.name,
    ...(signal.aborted && { whyCancelled: String(signal.reason) }),
  });
}
