import { parseMyIp } from '../core/text/parse-my-ip.ts';
import { addressForgotten, addressRemembered, rememberedAddress } from '../views/my-ip.ts';
import { problem } from '../views/problem.ts';
import type { MakeSubcommand } from './subcommand.ts';

/** Remembers where a person connects from. Slack never tells an app, so nothing is guessed. */
export const myIp: MakeSubcommand = ({ store, clock }) => ({
  name: 'my-ip',
  usage: '/vm my-ip [<address> | forget]',
  summary: 'Remember the address you connect from, and say how to find it',
  async run({ text, who, reply }) {
    const parsed = parseMyIp(text);
    if (!parsed.ok) return reply(problem({ message: parsed.problem, hint: parsed.hint }));
    const { request } = parsed;
    switch (request.kind) {
      case 'show':
        return reply(rememberedAddress((await store.addresses.get(who.userId))?.address));
      case 'forget':
        await store.addresses.forget(who.userId);
        return reply(addressForgotten());
      case 'remember':
        await store.addresses.set(who.userId, { ...request.caller, typedAtMs: clock.now() });
        return reply(addressRemembered(request.caller));
    }
  },
});
