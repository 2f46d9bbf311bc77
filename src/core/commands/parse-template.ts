import { parseParamType } from './param-type.ts';
import type { Parameter, TemplatePart } from './template.ts';

/** What is wrong with a template: the end of a sentence that begins with where it stands, and what to write instead. */
export interface TemplateProblem {
  readonly problem: string;
  readonly mend: string;
}

const longestTemplate = 1000;
const howToHole = 'Write a parameter as a word of its own, {name:type}, or behind an option as --option={name:type}.';

/**
 * Reads a template such as `journalctl -u {unit:name} -n {lines:int<=500}`. What looks like a parameter, and could not be
 * filled safely where it stands, is a problem: within quotes, backticks or a comment, glued to other characters, in the
 * place of a command, or handed to a shell as code.
 */
export function parseTemplate(text: string): readonly TemplatePart[] | TemplateProblem {
  const [odd] = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.exec(text) ?? [];
  if (text.trim() === '') return { problem: 'is empty', mend: 'Give a command line.' };
  if (text.length > longestTemplate)
    return { problem: `is longer than ${longestTemplate} characters`, mend: 'Put it into a script on the VMs.' };
  if (odd !== undefined)
    return { problem: 'holds a line break or another control character', mend: 'Write it as one line.' };
  const parts: TemplatePart[] = [];
  let literalFrom = 0;
  let state = outside;
  for (let at = 0; at < text.length; ) {
    const hole = holeAt(text, at);
    const isHole = hole !== undefined && (state.inside === undefined || hole.isCertain);
    if (!isHole) {
      const next = stepped(state, text, at);
      at += next.took;
      state = next.state;
      continue;
    }
    const read = readHole(text, at, hole, state);
    if ('problem' in read) return read;
    parts.push(...literal(text.slice(literalFrom, at)), { kind: 'hole', ...read });
    at += hole.whole.length;
    literalFrom = at;
  }
  if (state.inside !== undefined && !needNotClose.has(state.inside))
    return { problem: `opens ${state.inside} and does not close them`, mend: 'Close them.' };
  parts.push(...literal(text.slice(literalFrom)));
  return twice(parts) ?? parts;
}

function literal(text: string): TemplatePart[] {
  return text === '' ? [] : [{ kind: 'literal', text }];
}

interface Found {
  readonly whole: string;
  readonly name: string;
  /** Undefined: there is no colon. */
  readonly type: string | undefined;
  /** It has the name of a type, so that nobody can have meant anything else. */
  readonly isCertain: boolean;
}

/** `{}`, `{a,b}`, `${x:-y}` and `{print $1}` are the shell's own. */
function holeAt(text: string, at: number): Found | undefined {
  if (text[at] !== '{' || text[at - 1] === '$') return undefined;
  const [whole, name, type] = /^\{([A-Za-z_][\w-]*)(?::([^{}]*))?\}/.exec(text.slice(at)) ?? [];
  if (whole === undefined || name === undefined) return undefined;
  return { whole, name, type, isCertain: type !== undefined && typeof parseParamType(type.trim()) === 'object' };
}

function readHole(text: string, at: number, hole: Found, { inside }: State): Parameter | TemplateProblem {
  const { whole, name, type } = hole;
  if (type === undefined)
    return { problem: `holds ${whole}, which has no type`, mend: `Write {${name}:name}, or quote it: '${whole}'.` };
  if (inside !== undefined)
    return { problem: `holds ${whole} within ${inside}, where it cannot be filled safely`, mend: howToHole };
  const before = /\S*$/.exec(text.slice(0, at))?.[0] ?? '';
  const behind = text[at + whole.length] ?? '';
  const isGlued = /^--?[A-Za-z][A-Za-z0-9-]*=$/.test(before);
  // Behind a backslash a blank is part of the word.
  const isEscaped = /(?<!\\)(?:\\\\)*\\\s$/.test(text.slice(0, at));
  if ((before !== '' && !isGlued) || isEscaped || !/^[\s)|;&]?$/.test(behind))
    return { problem: `holds ${whole} glued to other characters`, mend: howToHole };
  const lead = text.slice(0, at).trimEnd();
  const read = parseParamType(type.trim());
  const isInert = typeof read === 'object' && inertKinds.has(read.kind);
  if (takesCode.test(lead) || (!isInert && readsAgain.test(lead)))
    return {
      problem: `hands ${whole} to a program as code, where quoting does not protect`,
      mend: 'Let a script on the VM do it, and give it the parameter as an argument.',
    };
  if (!isGlued && (lead === '' || /[|;&({!]$/.test(lead) || runsWhatFollows.test(lead)))
    return {
      problem: `has ${whole} in the place of a command, so that whoever fills it chooses what runs`,
      mend: 'Name the command, and leave its parameters open.',
    };
  if (typeof read === 'string') return { problem: `has a parameter ${whole} that ${read}`, mend: howToHole };
  if (read.kind === 'int' && read.least < 0 && !isGlued)
    return { problem: `takes numbers below 0 at ${whole}, which begin with a dash`, mend: howToHole };
  return { name, type: read, isGlued };
}

function twice(parts: readonly TemplatePart[]): TemplateProblem | undefined {
  const names = parts.flatMap((part) => (part.kind === 'hole' ? [part.name] : []));
  const again = names.find((name, at) => names.indexOf(name) !== at);
  return again === undefined
    ? undefined
    : { problem: `has two parameters called ${again}`, mend: 'Give each a name of its own.' };
}

/** What a program takes in front of the command that it runs, an option's own value among it. */
const options = (withValue: string) =>
  String.raw`(?:\s+-[${withValue}]\s+\S+|\s+-(?![${withValue}]\s+\S)\S+|\s+\w+=\S*)*`;

const languages = String.raw`python[\d.]*|perl|ruby|node|php|lua`;
const shells = '(?:ba|da|a|c|tc|k|mk|pdk|z|fi|pw)?sh';
const assignment = String.raw`\w+=(?:[^\s"']|"[^"]*"|'[^']*')*`;

/** Where a command begins: elsewhere its name is a word like others. */
const commandStart = String.raw`(?:(?:^|[;|&({])\s*|(?:^|[\s;|&({])(?:then|do|else|sudo)\s+)(?:${assignment}\s+)*`;
const wordStart = String.raw`(?:^|[\s;|&(/])`;

const oneOf = (forms: readonly string[]) => `(?:${forms.join('|')})`;

/** Options behind which a shell or another language reads its program. */
const takesCode = new RegExp(
  `${oneOf([
    String.raw`(?:^|[\s;|&(/"'\\])(?:${shells}|${languages})["']?${options('oOWX')}\s+-(?:\w*[ceEp]|-eval=?)(?:\s+--)?`,
    // Behind the name of an account as well.
    String.raw`${wordStart}(?:su|runuser)(?:\s+[^\s;|&]+)*\s+(?:-\w*c|--(?:session-)?command=?)`,
    String.raw`${wordStart}(?:eval|watch)(?:\s[^;|&]*)?`,
    String.raw`${wordStart}flock${options('wE')}\s+[^-\s]\S*\s+(?:-c|--command=?)`,
    String.raw`${commandStart}script(?:\s+[^\s;|&]+)*\s+(?:-\w*c|--command=?)`,
    String.raw`${commandStart}trap(?:\s[^;|&]*)?`,
  ])}$`,
);
/** A shell elsewhere takes all of its words apart once more. */
const readsAgain = /(?:^|[\s;|&(/])ssh\s[^;|&]*$/;
/** What can be taken apart as often as one likes. */
const inertKinds: ReadonlySet<string> = new Set(['int', 'name', 'host', 'choice']);

/**
 * Words behind which a command's own word stands. A list of those that operators write: it is there to catch a mistake, and
 * no proof that a template is harmless.
 */
const runsWhatFollows = new RegExp(
  `${oneOf([
    wordStart +
      oneOf([
        'then|do|else|if|elif|while|until|-exec(?:dir)?|-ok(?:dir)?',
        // strace -p takes what runs already.
        String.raw`(?:stdbuf|systemd-run|busybox|strace)${options('ioepsuGMEt')}(?<!\s-p)`,
        String.raw`(?:chroot|flock)${options('wE')}\s+[^-\s]\S*`,
        `(?:exec|command|time|nohup|setsid)${options('a')}`,
        `(?:sudo|doas)${options('ugUhpCDRrt')}`,
        `env${options('uCS')}`,
        `(?:nice|ionice)${options('ncp')}`,
        `xargs${options('nILPsEda')}`,
        String.raw`timeout${options('ks')}\s+\d\S*`,
      ]),
    commandStart +
      oneOf([assignment, String.raw`source|\.`, String.raw`(?:\S*/)?(?:${shells}|${languages})${options('oOWX')}`]),
  ])}$`,
);

interface State {
  /** What is open: "single quotes"; undefined: nothing. */
  readonly inside: string | undefined;
}

/** What is within double quotes and has quotes of its own is not followed; no parameter may stand behind it. */
const substitution = 'or behind a substitution in double quotes';
const needNotClose: ReadonlySet<string> = new Set(['a comment', substitution]);

const outside: State = { inside: undefined };

const opens: Readonly<Record<string, string>> = { "'": 'single quotes', '"': 'double quotes', '`': 'backticks' };

/** What the shell has open behind the character, and how many were taken: two with a backslash. */
function stepped({ inside }: State, text: string, at: number): { readonly state: State; readonly took: number } {
  const character = text[at] ?? '';
  const now = (what: string | undefined) => ({ state: { inside: what }, took: 1 });
  if (inside !== undefined && needNotClose.has(inside)) return now(inside);
  if (character === '\\' && inside !== 'single quotes') return { state: { inside }, took: 2 };
  if (inside === 'double quotes' && (character === '`' || text.startsWith('$(', at))) return now(substitution);
  if (inside !== undefined) return now(opens[character] === inside ? undefined : inside);
  const isComment = character === '#' && /^$|[\s;|&(]$/.test(text.slice(0, at));
  return now(isComment ? 'a comment' : opens[character]);
}
