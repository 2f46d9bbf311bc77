import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { context } from './blocks.ts';
import { limits } from './limits.ts';
import type { Message } from './message.ts';

/** What a person sees while Azure is asked. */
export function connectCheckProgress(wish: {
  /** The VM as the person named it. */
  readonly vm: string;
  readonly from: string;
  readonly port: number;
}): Message {
  const port = wish.port === 22 ? '' : `, port ${wish.port}`;
  const text = `Checking ${code(wish.vm)} from ${code(wish.from)}${port} …`;
  return {
    text: clippedMrkdwn(text, limits.notification),
    blocks: [context(`:hourglass_flowing_sand:  ${clippedMrkdwn(text, limits.notification)}`)],
  };
}
