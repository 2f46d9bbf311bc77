import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { OpenForm } from './subcommand.ts';

/** Opens forms with the trigger of one interaction. Slack takes it once, and for three seconds. */
export function createOpenForm(parts: { client: WebClient; triggerId: string; log: Logger }): OpenForm {
  return async (form) => {
    try {
      await parts.client.views.open({ trigger_id: parts.triggerId, view: form });
      return true;
    } catch (error) {
      parts.log.info({ err: error }, 'the form could not be opened');
      return false;
    }
  };
}
