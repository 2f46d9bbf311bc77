import type { Logger } from 'pino';
import { BotError } from '../errors.ts';
import { bug, problem } from '../views/problem.ts';
import type { Reply, ReplyOptions } from './reply.ts';

/**
 * The one place where what was thrown becomes words: a BotError is told as it is, anything else is a bug, told as a
 * reference number that the log has with the stack.
 */
export async function answering(
  parts: { reply: Reply; log: Logger; newId: () => string; options?: ReplyOptions },
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reference = parts.newId();
    if (error instanceof BotError) parts.log.info({ err: error, code: error.code }, 'told a person what went wrong');
    else parts.log.error({ err: error, reference }, 'a bug');
    await parts
      .reply(error instanceof BotError ? problem(error) : bug(reference), parts.options)
      .catch((failure: unknown) => parts.log.error({ err: failure, reference }, 'no answer could be given'));
  }
}
