import type { ActOutcome } from '../actions/act.ts';
import { upperFirst } from '../checks/sentences.ts';
import { fingerprintOf } from '../host-keys/host-key.ts';
import type { NotOpened } from '../host-keys/not-opened.ts';
import { code, inert } from '../text/escape.ts';

/**
 * Why nothing was run, and what to do. Nothing was sent that helps to log in wherever the key was not trusted.
 * @param where.isOnTheWay it ended at a jump, whose keys are in the configuration
 * @param where.whyCancelled a sentence, where somebody had ended it meanwhile
 */
export function notOpenedWords(
  why: NotOpened,
  where: {
    readonly vm: string;
    readonly user: string;
    readonly isOnTheWay: boolean;
    readonly whyCancelled?: string;
  },
): ActOutcome {
  const { vm, user, isOnTheWay, whyCancelled } = where;
  const at = isOnTheWay ? `the jump host ${code(why.at)}` : code(why.at);
  const failed = (message: string, hint: string, end: string = why.kind) => ({
    isFailure: true,
    message: upperFirst(message),
    hint: isOnTheWay ? jumpHint : hint,
    data: { end },
  });
  const fingerprint = `Run ${code(`/vm fingerprint ${vm}`)}`;
  switch (why.kind) {
    case 'unpinned':
      return failed(
        `No host key of ${at} is trusted yet, so nothing was run.`,
        `${fingerprint}, and have it approved.`,
      );
    case 'untrusted':
      return failed(
        `*The host key of ${at} is not the one that was approved*: it showed ${inert(why.presented.type)} ${code(fingerprintOf(why.presented))}. Nothing was run, and the bot did not try to log in.`,
        `${fingerprint} to ask Azure what the machine's key is now.`,
      );
    case 'no-pinned-type':
      return failed(
        `${at} has no host key of a type that was approved. Nothing was run, and the bot did not try to log in.`,
        `${fingerprint} to have its other keys approved.`,
      );
    case 'not-let-in':
      return failed(
        `${at} does not let the bot in as ${code(user)}: ${inert(why.because)}.`,
        "The bot's public key has to be in that user's `authorized_keys`; whoever runs the bot knows it.",
      );
    case 'unreachable':
    case 'failed':
      if (whyCancelled !== undefined)
        return { isFailure: true, message: `${whyCancelled} Nothing was run.`, data: { end: 'cancelled' } };
      return why.kind === 'failed'
        ? failed(`The SSH connection to ${at} failed: ${inert(why.because)}.`, 'Try again in a minute.')
        : failed(
            `${at} could not be reached over SSH: ${inert(why.because)}.`,
            `${code(`/vm connect-check ${vm}`)} shows what is in the way.`,
          );
  }
}

const jumpHint =
  'Whoever runs the bot has to look at that host, and at what `ssh.jump` says of its address, its user and its host keys.';
