import type { App } from '@slack/bolt';
import { home } from '../views/home.ts';
import type { Subcommand } from './subcommand.ts';

/** Shows what the bot can do when somebody opens its home. */
export function registerAppHome(app: App, subcommands: readonly Subcommand[]): void {
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab !== 'home') return;
    await client.views.publish({ user_id: event.user, view: home(subcommands) });
  });
}
