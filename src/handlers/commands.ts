import { whyNoSsh } from '../core/commands/why-no-ssh.ts';
import { commandsFor } from '../core/policy/commands-for.ts';
import { mayAsk } from '../core/policy/may-ask.ts';
import { parseOneVm } from '../core/text/parse-one-vm.ts';
import { vmNameText } from '../core/vm-name.ts';
import { commandsList } from '../views/commands-list.ts';
import { refusal } from '../views/refusal.ts';
import { admitted } from './admitted.ts';
import type { MakeSubcommand } from './subcommand.ts';

const usage = '/vm commands <vm>';

/** `/vm commands`: what this person may run on a VM, and what it takes. */
export const commands: MakeSubcommand = (tools) => ({
  name: 'commands',
  usage,
  summary: 'Show what you may run on a VM',
  async run({ text, who, reply }) {
    const parsed = parseOneVm(text, usage);
    if (!parsed.ok) return reply(refusal(parsed));
    const { name } = parsed;
    const found = await admitted({ name, action: 'run', command: '/vm commands' }, { who, reply }, tools);
    if (found === undefined) return;
    const ruling = mayAsk(tools.policy, found.policyVm, 'run', found.actor);
    if (ruling.kind === 'refused') return reply(refusal(ruling));
    // A VM that is off can be started; one with Windows never has any of these.
    const obstacle = found.facts.vm.os === 'Windows' ? whyNoSsh(found.facts) : undefined;
    if (obstacle !== undefined) return reply(refusal(obstacle));
    await reply(commandsList(vmNameText(name), commandsFor(tools.policy, ruling)));
  },
});
