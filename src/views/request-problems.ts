import type { RequestState, VmRequest } from '../core/requests/request.ts';
import { stateWords } from '../core/requests/state-words.ts';
import { code } from '../core/text/escape.ts';
import { type Refusal, refuse } from '../core/text/refusal.ts';

/** Why a button or a form of a request does not do what it says, each with what to do instead. */
export const requestGone = refuse('There is no such request.', 'It may be from before the bot was set up anew.');

export const formNotOpened = refuse('Slack did not open the form.', 'Press the button again.');

export const formTooOld = refuse('That was too long ago.', 'Type the command again.');

export const noApprovalsChannel = refuse(
  'Nobody can be asked: the bot has no approvals channel.',
  'Whoever runs Drawbridge sets `approvals.channel` in its configuration.',
);

export const sharedApprovalsChannel = refuse(
  'The approvals channel is shared with another organisation, or the bot cannot see whether it is, so nothing is posted there.',
  'Whoever runs Drawbridge names a channel of this workspace alone in `approvals.channel`, and invites the bot to it.',
);

export const unusableApprovalsChannel = refuse(
  'The bot cannot post in the approvals channel: it is archived, or the bot is not in it.',
  'Whoever runs Drawbridge invites the bot to it, or names another channel in `approvals.channel`.',
);

export const privateKeyPasted = refuse(
  'That is a private key. It has gone through Slack, so it is a secret no more; Drawbridge keeps nothing of it.',
  'Use it no more: take its public half off every machine that lets it in, delete it, make a new pair with `ssh-keygen -t ed25519`, and paste the line of the new `.pub` file.',
);

export function alreadyAsked({ id, state }: VmRequest): Refusal {
  return refuse(`You have asked for this already: request ${code(id)} ${stateWords[state]}.`, insteadOf(state));
}

function insteadOf(state: RequestState): string {
  if (state === 'pending' || state === 'approved') return 'Cancel that one first if you want something else.';
  return state === 'active'
    ? 'Its card extends it, or closes it if you want something else.'
    : 'Its card says how it ends; ask again after that.';
}
