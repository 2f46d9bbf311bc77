import type { PlannedScript } from '../actions/plan.ts';
import type { Json } from '../canonical-json.ts';
import { outputMessage } from '../guest-scripts/output-message.ts';
import { readScriptOutput } from '../guest-scripts/script-output.ts';
import { code, inert } from '../text/escape.ts';
import { statuses } from './key-script-parts.ts';

/** What a script said that it did. Sentences are fit to be shown, once escaped. */
export type KeyAnswer =
  | { readonly kind: 'done'; readonly says: string }
  | {
      readonly kind: 'refused';
      readonly problem: string;
      readonly hint: string;
      /** It is sure that it changed nothing. */
      readonly isUntouched: boolean;
    }
  /** Whether it did anything is not known. */
  | { readonly kind: 'unknown'; readonly because: string };

/** @param output what Azure gives back of Run Command */
export function keyAnswer({ sentinel, does, user }: PlannedScript, output: Json | undefined): KeyAnswer {
  const read = readScriptOutput(outputMessage(output ?? null) ?? '', sentinel);
  if (read.kind === 'foreign') return { kind: 'unknown', because: read.because };
  if (read.status !== 0) return refusalOf(read.status, user, read.stderr);
  const said = wordsIn(read.stdout);
  const says = does === 'add-key' ? addedWords(said) : removedWords(said, user);
  return says === undefined
    ? { kind: 'unknown', because: 'The script ended well and does not say what it did.' }
    : { kind: 'done', says };
}

type Said = Readonly<Partial<Record<string, string>>>;

/** Each line is a word, and what belongs to it. */
function wordsIn(stdout: string): Said {
  return Object.fromEntries(
    stdout.split('\n').flatMap((line) => {
      const [, word = '', rest = ''] = /^([a-z]+) (.+)$/.exec(line) ?? [];
      return word === '' ? [] : [[word, rest] as const];
    }),
  );
}

function addedWords({ did, file = '', asked, expiring }: Said): string | undefined {
  if (did !== 'added' && did !== 'present') return undefined;
  return [
    did === 'added' ? `It stands in ${code(file)}.` : `It stood in ${code(file)} already.`,
    ...(asked === 'sshd'
      ? []
      : ['Where sshd looks for keys it did not tell, so this is where it looks if nobody has changed that.']),
    ...(expiring === 'itself' ? ['At its end sshd itself takes it no more.'] : []),
    ...(expiring === 'removed' ? ['This sshd cannot end it by itself: it is only taken away by the bot.'] : []),
  ].join(' ');
}

function removedWords({ did = '', left }: Said, user: string): string | undefined {
  if (left === 'yes' && (did === 'removed' || did === 'absent'))
    return `The line that the bot wrote is ${did === 'removed' ? 'taken off the VM' : 'not there any more'}. *The same key still stands in another line and lets its holder in*: another request's, or somebody put it there. Look at it on the VM.`;
  const words: Said = {
    removed: 'The key is taken off the VM; sessions that were open go on until they end.',
    absent: 'The key was not there any more: somebody had taken it away.',
    gone: 'There was no file with keys any more, and so no key.',
    'user-gone': `There is no user ${code(user)} on the VM any more, and so no key.`,
  };
  return Object.hasOwn(words, did) ? words[did] : undefined;
}

interface Why {
  readonly problem: string;
  readonly hint: string;
}

const look = 'Look at it on the VM, or have the VM looked into with `/vm troubleshoot`.';
const tamper =
  'Somebody has set it up so, by mistake or on purpose: look at it on the VM before anybody logs in there.';

function whyRefused(user: string): ReadonlyMap<number, Why> {
  const whose = code(user);
  return new Map<number, Why>([
    [statuses.noUser, { problem: `There is no user ${whose} on the VM.`, hint: 'Ask for a user that exists there.' }],
    [
      statuses.isRoot,
      { problem: `${whose} is root under another name, and nobody is let in as root.`, hint: 'Ask for another user.' },
    ],
    [
      statuses.noFile,
      {
        problem: 'sshd reads no file with keys for that user, or one that cannot be found out.',
        hint: `Look at \`AuthorizedKeysFile\` in what \`sshd -T\` prints on the VM.`,
      },
    ],
    [
      statuses.outsideHome,
      {
        problem: `sshd reads the keys of ${whose} from a place that others may write to.`,
        hint: 'Look at `AuthorizedKeysFile` in what `sshd -T` prints on the VM.',
      },
    ],
    [
      statuses.cannotBecome,
      { problem: `The script could not become ${whose}: there is no setpriv, runuser or su that does it.`, hint: look },
    ],
    [
      statuses.noHome,
      { problem: `${whose} has no home directory.`, hint: 'Make it on the VM, or ask for another user.' },
    ],
    [
      statuses.notPlain,
      { problem: `The file with the keys of ${whose}, or its folder, is a link or no plain file.`, hint: tamper },
    ],
    [
      statuses.notOwn,
      { problem: `The file with the keys of ${whose}, or its folder, belongs to somebody else.`, hint: tamper },
    ],
    [statuses.hardLinked, { problem: `The file with the keys of ${whose} has a second name elsewhere.`, hint: tamper }],
    [statuses.unreadable, { problem: `${whose} cannot read their own file with keys.`, hint: look }],
    [
      statuses.cannotWrite,
      {
        problem: `${whose} cannot write into the folder with their keys: it is read-only, or the disk is full.`,
        hint: look,
      },
    ],
    [
      statuses.notWhole,
      {
        problem:
          'The new file with keys could not be written whole: probably the disk is full. The old one is as it was.',
        hint: look,
      },
    ],
    [statuses.cannotSearch, { problem: 'The file with keys could not be searched.', hint: look }],
    [
      statuses.wouldLose,
      {
        problem: 'Taking the key away would have changed other lines of the file too, so it was left as it is.',
        hint: 'Delete the line by hand, on the VM.',
      },
    ],
  ]);
}

function refusalOf(status: number, user: string, stderr: string): KeyAnswer {
  const known = whyRefused(user).get(status);
  if (known !== undefined) return { kind: 'refused', ...known, isUntouched: true };
  const last = stderr.trim().split('\n').at(-1) ?? '';
  const said = last === '' ? '' : `, and said: ${inert(last.slice(0, 200))}`;
  return {
    kind: 'refused',
    problem: `The script ended with the status ${status}${said}.`,
    hint: look,
    isUntouched: false,
  };
}
