import { beginWord, endWord, isSentinel, mostStreamBytes } from './markers.ts';

/** What came back of a script that was wrapped by `wrapScript`. */
export type ScriptOutput =
  | {
      readonly kind: 'ended';
      /** The body's own exit status; 128 and more where a signal ended it. */
      readonly status: number;
      readonly stdout: string;
      /** Its last 4096 bytes. */
      readonly stderr: string;
    }
  /** It ended, but its standard output was longer than Azure gives back. */
  | { readonly kind: 'cut'; readonly status: number; readonly stdout: string; readonly stderr: string }
  /** Not the output of this script, or of one that did not get to its end. */
  | { readonly kind: 'foreign'; readonly because: string };

const opening = '[stdout]\n';

/**
 * Reads what Azure gives back of a script: `Enable succeeded: \n[stdout]\n...\n[stderr]\n...`, each stream cut to its last
 * 4096 bytes, wherever in a character that is. What the script prints may look like anything, `[stderr]` included.
 * @param message as `outputMessage` finds it
 * @param sentinel the one that the script was wrapped with
 */
export function readScriptOutput(message: string, sentinel: string): ScriptOutput {
  if (!isSentinel(sentinel)) throw new RangeError('A sentinel is 16 to 64 letters and digits');
  const text = message.slice(message.indexOf(opening) + opening.length);
  const begin = `${beginWord} ${sentinel}\n`;
  const isWhole = message.includes(opening) && text.startsWith(begin);
  const ends = [...text.matchAll(new RegExp(`\\n${endWord} ${sentinel} (\\d{1,3})(?:\\n|$)`, 'g'))];
  // Behind the script's own there is what others may print: whoever it ran a part as, or what that left running.
  const end = isWhole ? ends[0] : ends.at(-1);
  if (end === undefined) return { kind: 'foreign', because: whyForeign(message, isWhole) };
  const status = Number(end[1]);
  const stderr = streamAfter(text.slice(end.index + end[0].length));
  if (isWhole) return { kind: 'ended', status, stdout: text.slice(begin.length, end.index), stderr };
  return { kind: 'cut', status, stdout: withoutHalfCharacter(text.slice(0, end.index)), stderr };
}

function whyForeign(message: string, hasBegun: boolean): string {
  if (hasBegun) return 'The script began and was ended before it was done: by a signal, or because the VM went down.';
  if (message.trim() === '') return 'Azure says that a script ran, and gives no output of it.';
  return 'Azure gave back the output of something else than the script that was sent.';
}

/** Behind the end marker there is the heading of the other stream, and before it what the script left running may print. */
function streamAfter(rest: string): string {
  const [heading = ''] = /^\s*?\[stderr\](?:\n|$)/.exec(rest) ?? [];
  if (heading !== '') return lastBytes(rest.slice(heading.length));
  const [, stderr = ''] = /\n\[stderr\]\n([\s\S]*)$/.exec(rest) ?? [];
  return lastBytes(stderr);
}

function lastBytes(stream: string): string {
  return new TextEncoder().encode(stream).length < mostStreamBytes ? stream : withoutHalfCharacter(stream);
}

/** A cut within a character leaves up to three bytes, each of which is read as U+FFFD. */
function withoutHalfCharacter(stream: string): string {
  return stream.replace(/^\uFFFD{1,3}/, '');
}
