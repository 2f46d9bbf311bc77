import { connectInstructions } from '../core/connect/connect-instructions.ts';
import { connectUsage, parseConnectCheck } from '../core/text/parse-connect-check.ts';
import { vmNameText } from '../core/vm-name.ts';
import { connectInstructionsMessage, windowsVm } from '../views/connect-instructions.ts';
import { problem } from '../views/problem.ts';
import { admitted } from './admitted.ts';
import { callerOf } from './caller-of.ts';
import type { MakeSubcommand } from './subcommand.ts';

/** `/vm connect`: what to type to get onto a VM, for each system, and the fingerprint to expect. */
export const connect: MakeSubcommand = (tools) => ({
  name: 'connect',
  usage: connectUsage,
  summary: 'Show what to type to get onto a VM, and the fingerprint to expect',
  async run({ text, who, reply }) {
    const parsed = parseConnectCheck(text, connectUsage);
    if (!parsed.ok) return reply(problem({ message: parsed.problem, hint: parsed.hint }));
    const { name, port, from: given } = parsed.request;
    const asked = { name, action: 'connect-check', command: '/vm connect' } as const;
    const [may, from] = await Promise.all([
      admitted(asked, { who, reply }, tools),
      callerOf(given, who.userId, tools).then((caller) => caller?.address),
    ]);
    if (may === undefined) return;
    const { facts, vm } = may;
    if (facts.vm.os === 'Windows') return reply(windowsVm(facts.vm.name));
    const pin = await tools.store.hostKeys.of(facts.vm.id);
    const instructions = connectInstructions({ facts, from, port }, { pin, botAddress: tools.botAddress });
    const { name: called, resourceGroup } = facts.vm;
    const shown = { name: called, resourceGroup, subscription: vm.subscriptionName ?? vm.subscriptionId };
    await reply(connectInstructionsMessage({ vm: shown, typed: vmNameText(name), from, port }, instructions));
  },
});
