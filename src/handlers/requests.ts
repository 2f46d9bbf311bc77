import { listOf } from './list-of.ts';
import type { MakeSubcommand } from './subcommand.ts';

/** `/vm requests`: what waits for a decision, and what the person asked for lately. */
export const requests: MakeSubcommand = listOf(
  {
    name: 'requests',
    summary: 'List requests that wait for approval, or your own',
    title: 'Requests that wait',
    empty: 'No request waits for a decision.',
    mineTitle: 'Your requests, newest first',
    mineEmpty: 'You have not asked for anything yet.',
  },
  ['pending', 'approved', 'executing', 'unknown'],
  undefined,
);
