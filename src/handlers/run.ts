import type { ActionParams, OverSshParams } from '../core/actions/action.ts';
import { type MatchedCommand, matchTemplate } from '../core/commands/match-template.ts';
import { parseRun, runUsage } from '../core/commands/parse-run.ts';
import type { CommandTemplate } from '../core/commands/template.ts';
import { mayAsk } from '../core/policy/may-ask.ts';
import { whyNotFree } from '../core/policy/why-not-free.ts';
import { vmNameText } from '../core/vm-name.ts';
import { refusal } from '../views/refusal.ts';
import { repairedCommand } from '../views/repaired-command.ts';
import { admitted } from './admitted.ts';
import { fileOverSsh, overSsh } from './over-ssh.ts';
import type { MakeSubcommand } from './subcommand.ts';

/** `/vm run`: one command on one VM, over SSH, if the policy and whoever has to approve it let it. */
export const run: MakeSubcommand = (tools) => ({
  name: 'run',
  usage: runUsage,
  summary: 'Run one command on a VM; those that /vm commands lists go by their name, without --',
  async run({ raw, who, reply, replyTo }) {
    const parsed = parseRun(raw);
    if (!parsed.ok) return reply(refusal(parsed));
    const { name, command, port, reason } = parsed.request;
    const found = await admitted({ name, action: 'run', command: '/vm run' }, { who, reply }, tools);
    if (found === undefined) return;
    const { templates = [] } = tools.policy;
    const matched = matchTemplate(templates, command);
    if ('problem' in matched) return reply(refusal(matched));
    const unallowed = whyNotFree(mayAsk(tools.policy, found.policyVm, 'run', found.actor), matched);
    if (unallowed !== undefined) return reply(refusal(unallowed));
    if (matched.kind === 'free' && matched.notes.length > 0) await reply(repairedCommand(matched));
    const over = await overSsh(found, { typed: vmNameText(name), channelId: replyTo.channelId }, tools);
    if ('problem' in over) return reply(refusal(over));
    const params = { ...over, port, ...wantedOf(matched, over.over, templates) };
    await fileOverSsh({ action: 'run', vm: found.vm, params, reason, breakGlass: false }, { who, reply }, tools);
  },
});

function wantedOf(
  matched: MatchedCommand,
  over: OverSshParams,
  templates: readonly CommandTemplate[],
): Pick<ActionParams, 'command' | 'over'> {
  if (matched.kind === 'free') return { command: { text: matched.text } };
  const { name, text, args } = matched;
  const { user } = templates.find((each) => each.name === name) ?? {};
  const command = { text, template: name, args };
  return user === undefined ? { command } : { command: { ...command, user }, over: { ...over, user } };
}
