import { help } from '../views/help.ts';
import type { Subcommand } from './subcommand.ts';

/** Lists what there is. */
export function helpOn(others: readonly Subcommand[]): Subcommand {
  const self: Subcommand = {
    name: 'help',
    usage: '/vm help',
    summary: 'Show this list',
    run: ({ reply }) => reply(help([...others, self])),
  };
  return self;
}
