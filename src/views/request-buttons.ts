import type { Button, ConfirmationDialog } from '@slack/types';
import { grantWords } from '../core/actions/grant-words.ts';
import { mayBeCancelled } from '../core/requests/acting.ts';
import { mayBeProlonged } from '../core/requests/may-be-prolonged.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { isOver } from '../core/requests/transitions.ts';
import { actionIds } from './action-ids.ts';
import type { Audience } from './audience.ts';
import { limits, plain } from './limits.ts';

/** What can be done about a request now: for approvers, or for the person who asked. None when it is over. */
export function requestButtons(request: VmRequest, audience: Audience): Button[] {
  const { state, id, action, vm, plan, closesAtMs, extends: prolongs, reopenedBy } = request;
  const button = (actionId: string, label: string, says: string, more: Partial<Button> = {}): Button => ({
    type: 'button',
    action_id: actionId,
    text: plain(label, limits.buttonText),
    accessibility_label: plain(`${says} (${vm.name})`, limits.buttonLabel).text,
    value: id,
    ...more,
  });
  // What was closed may be opened again: a request of its own.
  if (action === 'close-port' && state === 'succeeded' && reopenedBy === undefined)
    return [button(actionIds.reopenPort, 'Reopen', 'Reopen: ask for the Deny to be taken away')];
  if (isOver(state)) return [];
  const show = button(actionIds.showRequest, 'Show exact request', 'Show exact request, with its digest');
  // What was sent and is not known may be open as well.
  const mayBeOpen = state === 'active' || (state === 'unknown' && closesAtMs !== undefined);
  const mayClose = mayBeOpen && plan.undo.length > 0 && prolongs === undefined;
  const close = (label: string) =>
    mayClose
      ? [button(actionIds.closeGrant, label, `${label}: close before its time`, { confirm: closing(request) })]
      : [];
  const end = mayBeCancelled(request)
    ? [button(actionIds.cancelAct, 'Cancel', 'Cancel what is under way', { style: 'danger' })]
    : [];
  if (audience === 'requester') {
    return [
      ...(state === 'pending' ? [button(actionIds.cancel, 'Cancel', 'Cancel this request of mine')] : []),
      ...end,
      ...close("I'm done"),
      ...(mayBeProlonged(request) ? [button(actionIds.extendGrant, 'Extend', 'Extend: ask for more time')] : []),
      show,
    ];
  }
  if (state !== 'pending') return [...end, ...close('Close now'), show];
  return [
    button(actionIds.approve, 'Approve', 'Approve', { style: 'primary' }),
    button(actionIds.deny, 'Deny', 'Deny, with a reason', { style: 'danger' }),
    show,
  ];
}

function closing({ action }: VmRequest): ConfirmationDialog {
  return {
    title: plain('Close it now?', limits.confirmTitle),
    text: plain(grantWords(action).closing, limits.confirmText),
    confirm: plain('Close', limits.confirmButton),
    deny: plain('Keep it open', limits.confirmButton),
  };
}
