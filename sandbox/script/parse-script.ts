/** One line of a sandbox script. `number` counts from 1, for complaints. */
export type ScriptLine = { readonly number: number; readonly text: string } & Step;

type Step =
  | { readonly kind: 'note' }
  | { readonly kind: 'advance'; readonly byMs: number }
  | {
      readonly kind: 'azure';
      readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
      readonly path: string;
      readonly body?: unknown;
    }
  | { readonly kind: 'fault'; readonly fault: unknown }
  | ({ readonly kind: 'person'; readonly name: string; readonly channel?: string } & Deed);

/** What a person does. Labels are what the person reads on the screen. */
export type Deed =
  | { readonly deed: 'type'; readonly words: string }
  | { readonly deed: 'click'; readonly label: string }
  | { readonly deed: 'choose'; readonly option: string; readonly label?: string }
  | { readonly deed: 'fill'; readonly label: string; readonly value: string }
  | { readonly deed: 'submit' }
  | { readonly deed: 'close' }
  | { readonly deed: 'home' };

/** A script that cannot be read; the message says which line and what was expected. */
export class ScriptError extends Error {}

/** @throws ScriptError at the first line that is not understood */
export function parseScript(script: string): ScriptLine[] {
  return script.split(/\r?\n/).map((raw, index) => {
    const text = raw.trim();
    try {
      return { number: index + 1, text, ...parseStep(text) };
    } catch (error) {
      throw new ScriptError(`line ${index + 1}: ${(error as Error).message}: ${text}`);
    }
  });
}

function parseStep(text: string): Step {
  if (text === '' || text.startsWith('#')) return { kind: 'note' };
  const advance = /^advance (\d+(?:\.\d+)?) ?(s|m|h|d)$/.exec(text);
  if (advance) return { kind: 'advance', byMs: Number(advance[1]) * unitMs[advance[2] as keyof typeof unitMs] };
  const azure = /^azure> (GET|PUT|POST|DELETE) (\S+)(?: (.*))?$/.exec(text);
  if (azure) {
    const [, method, path = '', body] = azure;
    return { kind: 'azure', method: method as 'GET', path, ...(body === undefined ? {} : { body: JSON.parse(body) }) };
  }
  const fault = /^azure> fault (\{.*\})$/.exec(text);
  if (fault) return { kind: 'fault', fault: JSON.parse(fault[1] ?? '') };
  const person = /^([a-z][\w.-]*)(?: in #([\w-]+))?> (.+)$/.exec(text);
  if (!person || person[1] === 'azure')
    throw new Error(
      'expected "name> ...", "advance 2h", "azure> PUT /path {json}", "azure> fault {json}" or "# a note"',
    );
  const [, name = '', channel, words = ''] = person;
  return { kind: 'person', name, ...(channel === undefined ? {} : { channel }), ...parseDeed(words) };
}

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function parseDeed(words: string): Deed {
  const click = /^click "(.+)"$/.exec(words);
  if (click) return { deed: 'click', label: click[1] ?? '' };
  const choose = /^choose "(.+?)"(?: in "(.+)")?$/.exec(words);
  if (choose)
    return { deed: 'choose', option: choose[1] ?? '', ...(choose[2] === undefined ? {} : { label: choose[2] }) };
  const fill = /^fill "(.+?)" with "(.*)"$/.exec(words);
  if (fill) return { deed: 'fill', label: fill[1] ?? '', value: (fill[2] ?? '').replaceAll('\\n', '\n') };
  if (words === 'submit' || words === 'close' || words === 'home') return { deed: words };
  return { deed: 'type', words };
}
