import { refusedKind } from '../core/policy/actor.ts';
import type { RequestState, VmRequest } from '../core/requests/request.ts';
import { problem } from '../views/problem.ts';
import { refusal } from '../views/refusal.ts';
import { requestList } from '../views/request-list.ts';
import { maySee } from './may.ts';
import type { MakeSubcommand } from './subcommand.ts';

interface ListWords {
  readonly name: string;
  readonly summary: string;
  readonly title: string;
  readonly empty: string;
  readonly mineTitle: string;
  readonly mineEmpty: string;
  /** Which of them belong into it, where the states alone do not say. */
  readonly holds?: (request: VmRequest) => boolean;
}

const most = 200;

/**
 * A private list of requests: of everybody's that are in these states and that the person may see, or of their own.
 * @param ofMine undefined: in whatever state
 */
export function listOf(
  words: ListWords,
  states: readonly RequestState[],
  ofMine: readonly RequestState[] | undefined,
): MakeSubcommand {
  return ({ store, clock, people, policy }) => ({
    name: words.name,
    usage: `/vm ${words.name} [mine]`,
    summary: words.summary,
    async run({ text, who, reply }) {
      const word = text.trim().toLowerCase();
      if (word !== '' && word !== 'mine') {
        const hint = `Type \`/vm ${words.name}\` or \`/vm ${words.name} mine\`.`;
        return reply(problem({ message: 'I do not know what to list.', hint }));
      }
      const actor = await people.actor(who.userId, who.teamId);
      const stranger = refusedKind(actor);
      if (stranger !== undefined) return reply(refusal(stranger));
      const isMine = word === 'mine';
      const whose = isMine ? { requester: who.userId, ...(ofMine && { states: ofMine }) } : { states };
      const found = await store.requests.list({ ...whose, limit: most });
      const { holds = () => true } = words;
      const requests = found.filter((request) => holds(request) && maySee(policy, request, actor) === undefined);
      const { title, empty } = isMine ? { title: words.mineTitle, empty: words.mineEmpty } : words;
      await reply(requestList({ title, empty, requests, viewer: who.userId, nowMs: clock.now() }));
    },
  });
}
