import type { BotParts } from '../src/app.ts';
import { defaultLimits } from '../src/core/commands/limits.ts';

/** A bot that has no key of its own: it logs in nowhere. */
export const noRemote: Pick<BotParts, 'remote' | 'ssh'> = {
  remote: {
    use: async ({ name: at }) => ({ kind: 'failed', at, because: 'the bot has no key of its own' }),
    endOf() {},
    close() {},
  },
  ssh: { isInside: false, limits: defaultLimits },
};
