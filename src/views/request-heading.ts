import { actionOf } from '../core/actions/all-actions.ts';
import { grantWords } from '../core/actions/grant-words.ts';
import type { RequestState, VmRequest } from '../core/requests/request.ts';

const icons: Readonly<Record<RequestState, string>> = {
  pending: ':hourglass_flowing_sand:',
  approved: ':gear:',
  denied: ':no_entry:',
  cancelled: ':leftwards_arrow_with_hook:',
  lapsed: ':hourglass:',
  executing: ':gear:',
  succeeded: ':white_check_mark:',
  failed: ':x:',
  unknown: ':grey_question:',
  active: ':large_green_circle:',
  closing: ':gear:',
  closed: ':lock:',
};

const words: Readonly<Record<Exclude<RequestState, 'active' | 'closed'>, string>> = {
  pending: 'Needs approval',
  approved: 'Approved',
  denied: 'Denied',
  cancelled: 'Cancelled',
  lapsed: 'Lapsed',
  executing: 'Being carried out',
  succeeded: 'Done',
  failed: 'Not carried out',
  unknown: 'Outcome not known',
  closing: 'Closing',
};

/** "Needs approval: port 22 of myVM": where it stands, then what it is about. No mark-up, not clipped. */
export function requestHeading(request: VmRequest): string {
  const { state, closeTries, action, vm, params, extends: prolongs, act } = request;
  const { open, closed } = grantWords(action);
  const isStuck = state === 'closing' && closeTries !== undefined;
  const icon = isStuck ? ':rotating_light:' : icons[state];
  const subject = actionOf(action).subject(vm.name, params);
  // What was opened for a command is closed: what came of the command is what people look for.
  if (act?.outcome !== undefined && !isStuck)
    return `${act.outcome.isFailure ? `${icons.failed} ${words.failed}` : `${icons.succeeded} ${words.succeeded}`}: ${subject}`;
  return `${icon} ${isStuck ? `Still ${open.toLowerCase()}` : { ...words, active: open, closed }[state]}: ${prolongs === undefined ? subject : `more time for ${subject}`}`;
}
