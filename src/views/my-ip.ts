import { clippedMrkdwn, code } from '../core/text/escape.ts';
import type { Caller } from '../core/text/parse-caller.ts';
import { context, section } from './blocks.ts';
import { howToFindAddress } from './how-to-find-address.ts';
import type { Message } from './message.ts';

export function addressRemembered({ address, warning }: Caller): Message {
  const text = `I remember that you connect from ${code(address)}. \`/vm my-ip forget\` undoes it.`;
  return answer(
    `:round_pushpin:  ${clippedMrkdwn(text, 400)}`,
    text,
    warning === undefined ? [] : [`:warning:  ${clippedMrkdwn(warning, 400)}`],
  );
}

export function addressForgotten(): Message {
  const text = 'I have forgotten the address that you connect from.';
  return answer(text, text, []);
}

/** @param address canonical; undefined when none is remembered */
export function rememberedAddress(address: string | undefined): Message {
  if (address === undefined) {
    const text = 'I do not know the address that you connect from: Slack does not tell it.';
    return answer(
      text,
      text,
      [...howToFindAddress, 'Then type `/vm my-ip <address>`.'].map((line) => clippedMrkdwn(line, 300)),
    );
  }
  const text = `I remember that you connect from ${code(address)}.`;
  return answer(`:round_pushpin:  ${clippedMrkdwn(text, 400)}`, text, [
    ...howToFindAddress.map((line) => clippedMrkdwn(line, 300)),
    '`/vm my-ip forget` forgets it.',
  ]);
}

function answer(line: string, text: string, notes: readonly string[]): Message {
  return { text: clippedMrkdwn(text, 400), blocks: [section(line), ...(notes.length > 0 ? [context(...notes)] : [])] };
}
