import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const manifestSchema = z.looseObject({
  features: z.looseObject({
    app_home: z.looseObject({ messages_tab_read_only_enabled: z.boolean() }),
    slash_commands: z.array(
      z.looseObject({
        command: z.string(),
        description: z.string(),
        usage_hint: z.string(),
        should_escape: z.boolean(),
      }),
    ),
  }),
  oauth_config: z.looseObject({ scopes: z.looseObject({ bot: z.array(z.string()) }) }),
  settings: z.looseObject({ event_subscriptions: z.looseObject({ bot_events: z.array(z.string()) }) }),
});

/** The app as Slack would know it from manifest.yml: the pretend workspace grants and sends nothing more. */
export async function readManifest() {
  const text = await readFile(new URL('../manifest.yml', import.meta.url), 'utf8');
  const { features, oauth_config, settings } = manifestSchema.parse(parse(text));
  return {
    commands: features.slash_commands,
    messagesTabReadOnly: features.app_home.messages_tab_read_only_enabled,
    scopes: oauth_config.scopes.bot,
    events: settings.event_subscriptions.bot_events,
  };
}
