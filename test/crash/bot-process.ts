import { enableCompileCache, flushCompileCache } from 'node:module';
import type { FromBot, ToBot } from './messages.ts';

// Whoever is killed writes no cache: it is written as soon as everything is loaded.
enableCompileCache();
const { runBot } = await import('./run-bot.ts');
flushCompileCache();

let bot: Awaited<ReturnType<typeof runBot>> | undefined;
let heard = Promise.resolve();
process.on('message', (message: ToBot) => {
  heard = heard.then(() => hear(message));
});
process.on('disconnect', () => process.exit(0));

async function hear(message: ToBot): Promise<void> {
  if (message.kind === 'start') bot = await runBot(message.order);
  else if (message.kind === 'retire') {
    await bot?.retire();
    bot = undefined;
    process.send?.({ kind: 'retired' } satisfies FromBot);
  } else bot?.hear(message);
}
