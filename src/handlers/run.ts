import type { ActionParams } from '../core/actions/action.ts';
import { matchTemplate } from '../core/commands/match-template.ts';
import { parseRun, runUsage } from '../core/commands/parse-run.ts';
import { refusal } from '../views/refusal.ts';
import { admitted } from './admitted.ts';
import { fileOverSsh, overSsh } from './over-ssh.ts';
import type { MakeSubcommand } from './subcommand.ts';

/** `/vm run`: one command on one VM, over SSH, if the policy and whoever has to approve it let it. */
export const run: MakeSubcommand = (tools) => ({
  name: 'run',
  usage: runUsage,
  summary: 'Run one command on a VM',
  async run({ raw, who, reply, replyTo }) {
    const parsed = parseRun(raw);
    if (!parsed.ok) return reply(refusal(parsed));
    const { name, command, reason } = parsed.request;
    const found = await admitted({ name, action: 'run', command: '/vm run' }, { who, reply }, tools);
    if (found === undefined) return;
    const { templates = [] } = tools.policy;
    const matched = matchTemplate(templates, command);
    if ('problem' in matched) return reply(refusal(matched));
    const over = await overSsh(found, replyTo.channelId, tools);
    if ('problem' in over) return reply(refusal(over));
    const template = matched.kind === 'template' ? templates.find((each) => each.name === matched.name) : undefined;
    const params: ActionParams = {
      ...over,
      ...(template?.user !== undefined && { over: { ...over.over, user: template.user } }),
      command: {
        text: matched.text,
        ...(matched.kind === 'template' && { template: matched.name, args: matched.args }),
      },
    };
    await fileOverSsh({ action: 'run', vm: found.vm, params, reason, breakGlass: false }, { who, reply }, tools);
  },
});
