import type { RequestState } from '../core/requests/request.ts';
import { problem } from '../views/problem.ts';
import { requestList } from '../views/request-list.ts';
import type { MakeSubcommand } from './subcommand.ts';

const waiting: readonly RequestState[] = ['pending', 'approved', 'executing', 'unknown'];

/** `/vm requests`: what waits for a decision, and what the person asked for lately. */
export const requests: MakeSubcommand = ({ store, clock }) => ({
  name: 'requests',
  usage: '/vm requests [mine]',
  summary: 'List requests that wait for approval, or your own',
  async run({ text, who, reply }) {
    const word = text.trim().toLowerCase();
    if (word !== '' && word !== 'mine') {
      return reply(
        problem({ message: 'I do not know what to list.', hint: 'Type `/vm requests` or `/vm requests mine`.' }),
      );
    }
    const isMine = word === 'mine';
    const found = await store.requests.list(
      isMine ? { requester: who.userId, limit: 50 } : { states: waiting, limit: 50 },
    );
    await reply(
      requestList({
        title: isMine ? 'Your requests, newest first' : 'Requests that wait',
        empty: isMine ? 'You have not asked for anything yet.' : 'No request waits for a decision.',
        requests: found,
        viewer: who.userId,
        nowMs: clock.now(),
      }),
    );
  },
});
