import type { Json } from '../canonical-json.ts';
import { textAt, valueAt } from '../value-at.ts';

/**
 * The text that holds both streams, in what Azure gives back of Run Command: `{value: [{code, message}]}`, or the list
 * alone. On Linux it is one message with two headings; where each stream has an entry of its own
 * (`ComponentStatus/StdOut/succeeded`, as on Windows and from managed commands) they are put together in the same form.
 * @returns undefined where there is no text at all
 */
export function outputMessage(output: Json): string | undefined {
  const value = Array.isArray(output) ? output : valueAt(output, ['value']);
  const entries: readonly Json[] = Array.isArray(value) ? value : [];
  const of = (code: RegExp) => entries.find((each) => code.test(textAt(each, ['code'])));
  const stdout = of(/^ComponentStatus\/StdOut(\/|$)/i);
  const stderr = of(/^ComponentStatus\/StdErr(\/|$)/i);
  if (stdout !== undefined || stderr !== undefined)
    return `[stdout]\n${textAt(stdout ?? null, ['message'])}\n[stderr]\n${textAt(stderr ?? null, ['message'])}`;
  const messages = entries.map((each) => textAt(each, ['message']));
  return messages.find((each) => each.includes('[stdout]')) ?? messages.find((each) => each !== '');
}
