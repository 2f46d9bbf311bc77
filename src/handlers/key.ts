import { preflight } from '../core/guest-scripts/preflight.ts';
import { keyUsage, parseKey } from '../core/text/parse-key.ts';
import { refusal } from '../views/refusal.ts';
import { privateKeyPasted } from '../views/request-problems.ts';
import { admitted } from './admitted.ts';
import { openKeyDraft, registerKeyForm } from './key-form.ts';
import type { MakeSubcommand } from './subcommand.ts';

/** `/vm key`: asks for a public key to be let in on a VM, for a time or for good. */
export const key: MakeSubcommand = (tools) => ({
  name: 'key',
  usage: keyUsage,
  summary: 'Ask for your public key to be let in on a VM',

  async run({ text, who, reply, replyTo, openForm }) {
    const parsed = parseKey(text);
    if (parsed.kind === 'private') return reply(refusal(privateKeyPasted));
    if (parsed.kind === 'refused') return reply(refusal(parsed.refusal));
    const { name, user, durationMs } = parsed.request;
    const found = await admitted({ name, action: 'key', command: '/vm key' }, { who, reply }, tools);
    if (found === undefined) return;
    const { vm, facts, policyVm } = found;
    const obstacle = preflight(facts);
    if (obstacle !== undefined) return reply(refusal(obstacle));
    const draft = { vm, policyVm, user: user ?? facts.vm.adminUsername, durationMs, replyTo };
    await openKeyDraft(draft, openForm, reply, tools);
  },

  register: (app) => registerKeyForm(app, tools),
});
