import type { Logger } from 'pino';
import type { Message } from '../views/message.ts';
import type { Reply } from './reply.ts';

/**
 * Says that work is under way while it is; the work goes on even if that could not be said. It begins first: Azure is
 * asked a few milliseconds earlier, and nobody can see the difference in what is said.
 */
export async function saying<Done>(
  message: Message,
  { reply, log }: { readonly reply: Reply; readonly log: Logger },
  work: () => Promise<Done>,
): Promise<Done> {
  const working = work();
  const said = reply(message).catch((error: unknown) => log.warn({ err: error }, 'progress not shown'));
  return working.finally(() => said);
}
