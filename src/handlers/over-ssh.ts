import type { App } from '@slack/bolt';
import type { ActionParams, OverSshParams } from '../core/actions/action.ts';
import { whyNoSsh } from '../core/commands/why-no-ssh.ts';
import { whyNotTrusted } from '../core/host-keys/why-not-trusted.ts';
import { askCancel } from '../core/requests/acting.ts';
import { hasCards } from '../core/requests/has-cards.ts';
import { type Refusal, refuse } from '../core/text/refusal.ts';
import { actionIds } from '../views/action-ids.ts';
import { refusal } from '../views/refusal.ts';
import { outputElsewhere, requestFiled } from '../views/request-filed.ts';
import type { Admitted } from './admitted.ts';
import { attended, type Wish, writeDown } from './asking.ts';
import { mayCancelAct } from './may.ts';
import { onPress } from './on-press.ts';
import type { Reply } from './reply.ts';
import type { Tools } from './subcommand.ts';
import type { Who } from './who.ts';

/**
 * What `/vm run` and `/vm get` have in common: how the bot goes there, or why it cannot.
 * @param asked.typed the VM as the person named it: its name alone may be that of several
 */
export async function overSsh(
  { facts }: Admitted,
  { typed, channelId }: { readonly typed: string; readonly channelId: string | undefined },
  tools: Tools,
): Promise<(Pick<ActionParams, 'from'> & { readonly over: OverSshParams }) | Refusal> {
  const { login, egress, isInside, limits } = tools.ssh;
  if (login === undefined) return notConfigured;
  const obstacle = whyNoSsh(facts);
  if (obstacle !== undefined) return refuse(obstacle.problem, obstacle.hint);
  const untrusted = whyNotTrusted(await tools.store.hostKeys.of(facts.vm.id), facts.vm, typed);
  if (untrusted !== undefined) return untrusted;
  const answersIn = await readers(channelId, tools);
  const over = {
    user: login.user,
    isInside,
    limits,
    ...(egress !== undefined && { egress }),
    ...(answersIn !== undefined && { answersIn }),
  };
  return { from: egress ?? '', over };
}

const notConfigured = refuse(
  'The bot has no user and no key to log in to VMs with.',
  'Whoever runs it sets `ssh.user` and `ssh.keyFile` (or `ssh.agent`); docs/configuration.md says how.',
);

/** The channel where it was typed, if the bot may speak there and nobody of another company reads along. */
async function readers(channelId: string | undefined, { people }: Tools): Promise<string | undefined> {
  if (channelId === undefined || !/^[CG]/.test(channelId)) return undefined;
  const isFit = (await people.canPostIn(channelId)) && !(await people.channelIsExternal(channelId));
  return isFit ? channelId : undefined;
}

/** Files it; what needs nobody is done at once, and shows itself in a message of its own. */
export async function fileOverSsh(
  wish: Wish,
  { who, reply }: { readonly who: Who; readonly reply: Reply },
  tools: Tools,
): Promise<void> {
  const filed = await writeDown(wish, who, tools);
  if ('problem' in filed) return reply(refusal(filed));
  if (hasCards(filed)) return reply(requestFiled(await attended(filed, tools)));
  if (wish.params.over?.answersIn === undefined) await reply(outputElsewhere(filed));
  await attended(filed, tools);
}

/** "Cancel" on the message that shows what comes of a command. */
export function registerCancelAct(app: App, tools: Tools): void {
  onPress(app, tools, actionIds.cancelAct, async ({ value: id, who, reply }) => {
    const actor = await tools.people.actor(who.userId, who.teamId);
    const updated = await tools.store.requests.update(id, (request) => {
      const refused = mayCancelAct(tools.policy, request, actor);
      return refused === undefined
        ? askCancel(request, who.userId, tools.clock.now())
        : ({ kind: 'refuse', refusal: refused } as const);
    });
    if (updated.kind === 'refused') return reply(refusal(updated.refusal));
    if (updated.kind === 'changed') tools.work.cancel(id);
  });
}
