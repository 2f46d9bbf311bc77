import type { VmEvent } from './cause-in-vm.ts';

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
  | { readonly kind: 'slack'; readonly trouble: unknown }
  | { readonly kind: 'vm'; readonly vm: string; readonly event: VmEvent }
  | ({ readonly kind: 'person'; readonly name: string } & Where & Deed);

/** Where a person looks: `vm-access` is a channel, `@drawbridge` the direct message with the bot. Left out: everywhere. */
export interface Where {
  readonly channel?: string;
}

/** What a person does. Labels are what the person reads on the screen; `on` are words of the message that is meant. */
export type Deed =
  | { readonly deed: 'type'; readonly words: string }
  | { readonly deed: 'reply'; readonly words: string; readonly on?: string }
  | { readonly deed: 'click'; readonly label: string; readonly on?: string; readonly answer?: string }
  | { readonly deed: 'choose'; readonly option: string; readonly label?: string; readonly on?: string }
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
  const fault = /^(azure|slack)> fault (\{.*\})$/.exec(text);
  if (fault) {
    const given: unknown = JSON.parse(fault[2] ?? '');
    return fault[1] === 'azure' ? { kind: 'fault', fault: given } : { kind: 'slack', trouble: given };
  }
  const vm = parseVmEvent(text);
  if (vm !== undefined) return vm;
  const person = /^([a-z][\w.-]*)(?: in (?:#([\w-]+)|(@[\w.-]+)))?> (.+)$/.exec(text);
  if (!person || person[1] === 'azure' || person[1] === 'slack')
    throw new Error(
      'expected "name> ...", "name in #channel> ...", "advance 2h", "azure> PUT /path {json}", "azure> fault {json}", ' +
        '"slack> fault {json}", "in myVM: command", "rotate host keys of myVM", "stop sshd on myVM", ' +
        '"start sshd on myVM", "re-create myVM" or "# a note"',
    );
  const [, name = '', room, direct, words = ''] = person;
  return { kind: 'person', name, ...given('channel', room ?? direct), ...parseDeed(words) };
}

const vmEvents: readonly (readonly [RegExp, Exclude<VmEvent['kind'], 'run'>])[] = [
  [/^rotate host keys of (\S+)$/, 'rotate-host-keys'],
  [/^stop sshd on (\S+)$/, 'stop-sshd'],
  [/^start sshd on (\S+)$/, 'start-sshd'],
  [/^re-create (\S+)$/, 're-create'],
];

function parseVmEvent(text: string): Extract<Step, { kind: 'vm' }> | undefined {
  const run = /^in ([\w./-]+): (.+)$/.exec(text);
  if (run) return { kind: 'vm', vm: run[1] ?? '', event: { kind: 'run', line: run[2] ?? '' } };
  for (const [form, kind] of vmEvents) {
    const name = form.exec(text)?.[1];
    if (name !== undefined) return { kind: 'vm', vm: name, event: { kind } };
  }
  return undefined;
}

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function parseDeed(words: string): Deed {
  const click = /^click "(.+?)"(?: on "(.+?)")?(?: then "(.+)")?$/.exec(words);
  if (click) return { deed: 'click', label: click[1] ?? '', ...given('on', click[2]), ...given('answer', click[3]) };
  const choose = /^choose "(.+?)"(?: in "(.+?)")?(?: on "(.+)")?$/.exec(words);
  if (choose)
    return { deed: 'choose', option: choose[1] ?? '', ...given('label', choose[2]), ...given('on', choose[3]) };
  const fill = /^fill "(.+?)" with "(.*)"$/.exec(words);
  if (fill) return { deed: 'fill', label: fill[1] ?? '', value: withLines(fill[2] ?? '') };
  const reply = /^reply "(.+?)"(?: on "(.+)")?$/.exec(words);
  if (reply) return { deed: 'reply', words: withLines(reply[1] ?? ''), ...given('on', reply[2]) };
  if (words === 'submit' || words === 'close' || words === 'home') return { deed: words };
  return { deed: 'type', words };
}

function withLines(text: string): string {
  return text.replaceAll('\\n', '\n');
}

/** A property that is there only where something was given. */
function given<K extends string>(key: K, value: string | undefined): { readonly [key in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in K]: string });
}
