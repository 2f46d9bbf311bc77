import { refusedKind } from '../core/policy/actor.ts';
import { explainPolicy } from '../core/policy/explain-policy.ts';
import { policyVm } from '../core/policy/policy-vm.ts';
import { parseOneVm } from '../core/text/parse-one-vm.ts';
import { vmNameText } from '../core/vm-name.ts';
import { policyExplained } from '../views/policy.ts';
import { problem } from '../views/problem.ts';
import { refusal } from '../views/refusal.ts';
import { severalVms } from '../views/several-vms.ts';
import { vmNotFound } from '../views/vm-not-found.ts';
import type { MakeSubcommand } from './subcommand.ts';

const usage = '/vm policy <vm>';

/** `/vm policy`: which rule applies to a VM and why, and what that means for the person who asks. */
export const policy: MakeSubcommand = (tools) => ({
  name: 'policy',
  usage,
  summary: 'Show who may do what on a VM, and by which rule',
  async run({ text, who, reply }) {
    const parsed = parseOneVm(text, usage);
    if (!parsed.ok) return reply(problem({ message: parsed.problem, hint: parsed.hint }));
    const { name } = parsed;
    const [found, actor] = await Promise.all([tools.azure.findVms(name), tools.people.actor(who.userId, who.teamId)]);
    const refusedAtOnce = refusedKind(actor);
    if (refusedAtOnce !== undefined) return reply(refusal(refusedAtOnce));
    const [only, ...others] = found.matches;
    if (only === undefined) return reply(vmNotFound(name, found.near));
    if (others.length > 0)
      return reply(severalVms({ vm: vmNameText(name), command: '/vm policy', candidates: found.matches }));
    const facts = await tools.azure.readFacts(only);
    const vm = policyVm(facts.vm, only);
    const explained = explainPolicy(tools.policy, vm, actor);
    await reply(explained.kind === 'refused' ? refusal(explained) : policyExplained(vm, explained));
  },
});
