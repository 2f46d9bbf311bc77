import { parseMyIp } from '../core/text/parse-my-ip.ts';
import { addressForgotten, addressRemembered, rememberedAddress } from '../views/my-ip.ts';
import { problem } from '../views/problem.ts';
import type { MakeSubcommand } from './subcommand.ts';

/** Remembers where a person connects from. Slack never tells an app, so nothing is guessed. */
export const myIp: MakeSubcommand = ({ addresses }) => ({
  name: 'my-ip',
  usage: '/vm my-ip [<address> | forget]',
  summary: 'Remember the address you connect from, and say how to find it',
  async run({ text, userId, reply }) {
    const parsed = parseMyIp(text);
    if (!parsed.ok) return reply(problem({ message: parsed.problem, hint: parsed.hint }));
    const { request } = parsed;
    switch (request.kind) {
      case 'show':
        return reply(rememberedAddress(addresses.get(userId)?.address));
      case 'forget':
        addresses.delete(userId);
        return reply(addressForgotten());
      case 'remember':
        addresses.set(userId, request.caller);
        return reply(addressRemembered(request.caller));
    }
  },
});
