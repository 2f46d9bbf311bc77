import { code } from '../../text/escape.ts';
import { shellWord } from '../../text/shell-word.ts';
import { isNoAccount, withoutAccount } from '../account-of.ts';
import { configOf } from '../config-of.ts';
import { expiryMs, type KeyOption, keyOptions } from '../key-options.ts';
import { keyPaths } from '../key-paths.ts';
import type { Reading } from '../parse-reading.ts';
import { type Asked, type AskedKey, type Finding, notTold, type Question } from '../question.ts';

/** Whether there are keys, and the one that is asked for, and what its line lets it do. */
export const keyPresent: Question = {
  id: 'key-present',
  title: 'the keys',
  find(reading, asked) {
    const files = keyPaths(reading).filter(({ role }) => role === 'keys');
    if (isNoAccount(reading)) return withoutAccount;
    if (files.length === 0)
      return elsewhere(reading) ?? notTold('Which keys are there is not known', 'The files of the keys were not told.');
    if (asked.key !== undefined) return theKey(asked.key, files[0]?.path ?? '', reading, asked);
    const count = reading.all('count').reduce((sum, each) => sum + Number(each), 0);
    const there = files.filter(({ found }) => found !== undefined);
    if (reading.all('count').length < there.length || Number.isNaN(count))
      return notTold('How many keys are there is not known', 'Not every file of keys could be read.');
    if (count > 0)
      return {
        status: 'ok',
        summary: `${code(asked.user)} has ${count === 1 ? 'one key' : `${count} keys`}`,
        because: 'Whether yours is among them is told where you add `key` and the public key.',
      };
    return (
      elsewhere(reading) ?? {
        status: 'problem',
        summary: `${code(asked.user)} has no key`,
        because: `There is none in ${files.map(({ path }) => code(path)).join(' and ')}. ${askFor}`,
        mend: addCommand("'ssh-ed25519 AAAA...'", files[0]?.path ?? '', asked.user),
      }
    );
  },
};

const askFor = '`/vm key` asks for one to be added.';

/** Keys may come from a command or a certificate, and then a file says little. */
function elsewhere(reading: Reading): Finding | undefined {
  const from = ['authorizedkeyscommand', 'trustedusercakeys'].find(
    (option) => !['', 'none'].includes(configOf(reading, option)),
  );
  if (from === undefined) return undefined;
  const words =
    from === 'trustedusercakeys' ? '`TrustedUserCAKeys`: certificates' : '`AuthorizedKeysCommand`: a command';
  return notTold(
    'Which keys sshd takes is not known',
    `Its configuration has ${words} may let somebody in whose key is in no file.`,
  );
}

function theKey(key: AskedKey, file: string, reading: Reading, asked: Asked): Finding {
  const name = `${key.type} ${code(key.fingerprint)}`;
  const lines = reading.all('key');
  if (lines.length === 0) {
    if (reading.one('keysought') === undefined)
      return notTold('Whether your key is there is not known', 'The reading does not tell.');
    return (
      elsewhere(reading) ?? {
        status: 'problem',
        summary: `Your key is not among those of ${code(asked.user)}`,
        because: `${name} is in none of the files that sshd looks at. ${askFor}`,
        mend: addCommand(shellWord(`${key.type} ${key.blob}`), file, asked.user),
      }
    );
  }
  const inUse = lines.filter((line) => !line.startsWith('#'));
  const [line] = inUse;
  if (line === undefined)
    return {
      status: 'problem',
      summary: 'Your key is there, but its line is a comment',
      because: `The line of ${name} begins with \`#\`.`,
      mend: addCommand(shellWord(`${key.type} ${key.blob}`), file, asked.user),
    };
  return withOptions(keyOptions(line), name, reading, asked);
}

/** What keeps a key from being used everywhere and for everything. */
const narrowing = new Set(['from', 'command', 'cert-authority', 'principals', 'restrict', 'no-pty', 'expiry-time']);

function withOptions(options: readonly KeyOption[], name: string, reading: Reading, asked: Asked): Finding {
  const expiry = options.find((each) => each.name === 'expiry-time')?.value;
  const endsMs = expiry === undefined ? undefined : expiryMs(expiry, reading.one('offset') ?? '');
  const nowMs = Number(reading.one('now') ?? asked.endedAtMs / 1000) * 1000;
  if (endsMs !== undefined && endsMs <= nowMs)
    return {
      status: 'problem',
      summary: 'Your key is there, but its time is over',
      because: `The line of ${name} has ${code(`expiry-time="${expiry}"`)}.`,
    };
  const named = options.filter((each) => narrowing.has(each.name));
  if (named.length === 0) return { status: 'ok', summary: `Your key is there: ${name}` };
  const words = named.map((each) => code(each.value === undefined ? each.name : `${each.name}="${each.value}"`));
  return {
    status: 'warning',
    summary: 'Your key is there, with limits',
    because: `The line of ${name} has ${words.join(' and ')}: sshd refuses or narrows what does not fit.`,
  };
}

function addCommand(line: string, file: string, user: string): string {
  const where = shellWord(file);
  const folder = shellWord(file.slice(0, file.lastIndexOf('/')) || '/');
  const own = shellWord(user);
  return [
    `sudo install -d -m 700 -o ${own} ${folder}`,
    `echo ${line} | sudo tee -a ${where}`,
    `sudo chown ${own}: ${where} && sudo chmod 600 ${where}`,
  ].join('\n');
}
