import type { HomeView } from '@slack/types';
import { context, header, section } from './blocks.ts';
import { type CommandWords, commandList } from './help.ts';

/** The bot's page in Slack: what it does, and what to type. */
export function home(commands: readonly CommandWords[]): HomeView {
  return {
    type: 'home',
    blocks: [
      header('Get onto your Azure Linux VMs'),
      section(
        'Name a VM, and I check everything that an SSH connection needs: whether it runs, its public address, its ' +
          'network security groups, its keys, and whether SSH answers. What stands in the way comes with its mend.',
      ),
      { type: 'divider' },
      header('What you can type'),
      ...commandList(commands),
      context('Type these in any channel; only you see the answer, until you share it. I change nothing on my own.'),
    ],
  };
}
