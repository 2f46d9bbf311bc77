import { expect, onTestFinished, test } from 'vitest';
import { BotError } from '../../src/errors.ts';
import { createWork } from '../../src/jobs/work.ts';
import { aRun } from './acts.ts';
import { approvalsChannel, jobParts } from './parts.ts';

test('what cannot be shown while a request is carried out ends neither that nor the bot', async () => {
  const unhandled: unknown[] = [];
  const hear = (error: unknown) => void unhandled.push(error);
  process.on('unhandledRejection', hear);
  onTestFinished(() => void process.off('unhandledRejection', hear));
  const gate = Promise.withResolvers<void>();
  const { seal, ...parts } = await jobParts({
    azure: {
      readFactsForChange: async () => {
        await gate.promise;
        throw new BotError({ code: 'vm-not-found', message: 'It is gone.', hint: 'Look.' });
      },
    },
  });
  const mine = aRun({ state: 'approved' });
  await parts.store.requests.insert(mine, [], []);
  let isDown = true;
  const { cards } = parts.store;
  const claim: typeof cards.claim = async (...given) => {
    if (isDown) throw new Error('the store is down');
    return cards.claim(...given);
  };
  const work = createWork({
    ...parts,
    approvals: { channel: approvalsChannel, seal },
    store: { ...parts.store, cards: { ...cards, claim } },
  });
  const attended = work.attend(mine.id).catch((error: unknown) => error);
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  isDown = false;
  gate.resolve();
  expect(await attended).toMatchObject({ message: 'the store is down' });
  expect((await parts.store.requests.get(mine.id))?.state).toBe('failed');
  expect(unhandled).toEqual([]);
});
