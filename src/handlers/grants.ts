import type { RequestState } from '../core/requests/request.ts';
import { problem } from '../views/problem.ts';
import { requestList } from '../views/request-list.ts';
import type { MakeSubcommand } from './subcommand.ts';

const open: readonly RequestState[] = ['active', 'closing'];

/** `/vm grants`: the doors that are open now, with the time they have left and the button that closes them. */
export const grants: MakeSubcommand = ({ store, clock }) => ({
  name: 'grants',
  usage: '/vm grants [mine]',
  summary: 'List what is open at the moment, with the time left',
  async run({ text, who, reply }) {
    const word = text.trim().toLowerCase();
    if (word !== '' && word !== 'mine') {
      return reply(
        problem({ message: 'I do not know what to list.', hint: 'Type `/vm grants` or `/vm grants mine`.' }),
      );
    }
    const whose = word === 'mine' ? { requester: who.userId } : {};
    const found = await store.requests.list({ states: open, ...whose, limit: 50 });
    await reply(
      requestList({
        title: 'Open now',
        empty: 'Nothing is open at the moment.',
        requests: found,
        viewer: who.userId,
        nowMs: clock.now(),
      }),
    );
  },
});
