import type { RequestState } from '../core/requests/request.ts';
import { listOf } from './list-of.ts';
import type { MakeSubcommand } from './subcommand.ts';

const open: readonly RequestState[] = ['active', 'closing', 'unknown', 'executing'];

/** `/vm grants`: the doors that are open now, or may be, with the time they have left and the button that closes them. */
export const grants: MakeSubcommand = listOf(
  {
    name: 'grants',
    summary: 'List what is open at the moment, with the time left',
    title: 'Open now',
    empty: 'Nothing is open at the moment.',
    mineTitle: 'Open now, for you',
    mineEmpty: 'Nothing is open for you at the moment.',
    // What was opened for a command is open while it runs.
    holds: ({ state, closesAtMs }) => state !== 'executing' || closesAtMs !== undefined,
  },
  open,
  open,
);
