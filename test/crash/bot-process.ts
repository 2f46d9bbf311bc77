import { enableCompileCache, flushCompileCache } from 'node:module';
import type { ToBot } from './messages.ts';

// Whoever is killed writes no cache: it is written as soon as everything is loaded.
enableCompileCache();
const { runBot } = await import('./run-bot.ts');
flushCompileCache();

process.on('disconnect', () => process.exit(0));
const heard: ToBot[] = [];
const keep = (message: ToBot) => void heard.push(message);
process.once('message', (first: ToBot) => {
  process.on('message', keep);
  if (first.kind !== 'start') throw new Error('The first message says what to start');
  void runBot(first.order).then((hear) => {
    process.off('message', keep);
    process.on('message', hear);
    for (const message of heard) hear(message);
  });
});
