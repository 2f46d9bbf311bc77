import { code } from '../../text/escape.ts';
import { shellWord } from '../../text/shell-word.ts';
import { type Finding, notTold, type Question } from '../question.ts';
import { serviceName } from '../service-name.ts';

interface KeyFile {
  readonly state: string;
  readonly mode: number;
  readonly path: string;
}

/** Without a key of its own a server cannot prove who it is, and sshd does not start. One is enough. */
export const hostKeys: Question = {
  id: 'host-keys',
  title: 'the host keys',
  find(reading) {
    const files = reading.all('hostkey').flatMap(fileIn);
    if (files.length === 0) return notTold('Whether there are host keys is not known', 'The reading does not tell.');
    const fine = files.filter((each) => each.state === 'fine' && !isOpen(each));
    const broken = files.filter((each) => each.state === 'empty' || each.state === 'bad');
    const open = files.filter((each) => each.state === 'fine' && isOpen(each));
    if (fine.length === 0 && open.length === 0)
      return {
        status: 'problem',
        summary: 'There is no host key that sshd could use',
        because: `${names(files)}: ${broken.length > 0 ? 'empty or damaged' : 'not there'}.`,
        // It makes those that are missing, and leaves what is there.
        mend: [
          ...broken.map(({ path }) => `sudo rm ${shellWord(path)}`),
          'sudo ssh-keygen -A',
          `sudo systemctl restart ${serviceName(reading)}`,
        ].join('\n'),
      };
    if (open.length > 0) return readByOthers(open, fine.length === 0);
    if (broken.length > 0)
      return {
        status: 'warning',
        summary: 'A host key is damaged; sshd uses the others',
        because: `Empty or not readable as a key: ${names(broken)}.`,
        mend: [...broken.map(({ path }) => `sudo rm ${shellWord(path)}`), 'sudo ssh-keygen -A'].join('\n'),
      };
    return { status: 'ok', summary: `${fine.length === 1 ? 'One host key is' : `${fine.length} host keys are`} there` };
  },
};

function fileIn(line: string): KeyFile[] {
  const [, state = '', mode = '', path = ''] = /^(\w+) ([0-7]*) ?\S* (\/.*)$/.exec(line) ?? [];
  return path === '' ? [] : [{ state, mode: Number.parseInt(mode || '0', 8), path }];
}

/** sshd ignores a private key that others may read. Some distributions let a group of its own read it. */
function isOpen({ mode }: KeyFile): boolean {
  return (mode & 0o037) !== 0;
}

function readByOthers(open: readonly KeyFile[], isAll: boolean): Finding {
  return {
    status: isAll ? 'problem' : 'warning',
    summary: isAll
      ? 'sshd ignores its host keys: others may read them'
      : 'sshd ignores a host key that others may read',
    because: `The permissions of ${names(open)} are too open for a private key.`,
    mend: open.map(({ path }) => `sudo chmod 600 ${shellWord(path)}`).join('\n'),
  };
}

function names(files: readonly KeyFile[]): string {
  return files
    .slice(0, 4)
    .map(({ path }) => code(path))
    .join(', ');
}
