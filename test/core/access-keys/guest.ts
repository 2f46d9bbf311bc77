import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Whoever runs the tests; as root somebody else is the user, since root may do everything. */
const isRoot = process.getuid?.() === 0;
export const uid = isRoot ? 65_534 : (process.getuid?.() ?? 0);
export const gid = isRoot ? 65_534 : (process.getgid?.() ?? 0);

interface Ran {
  readonly status: number | null;
  /** Each line `word rest` of what was printed. */
  readonly said: Readonly<Record<string, string>>;
  readonly stderr: string;
}

export interface FakeGuest {
  readonly home: string;
  readonly file: string;
  /** Makes a file of the user's, with the folders above it. */
  put(path: string, content: string, mode?: number): void;
  run(script: string, shell?: string): Ran;
}

interface Given {
  /** What `sshd -T` prints; undefined: there is no sshd that tells. */
  readonly config?: string | undefined;
  /** As in "OpenSSH_9.6p1"; undefined: nobody tells. */
  readonly version?: string | undefined;
  /** What changes the user: none of them does here. */
  readonly changers?: readonly string[];
  readonly passwd?: ((home: string) => string) | undefined;
  /** The machine's own one of these changes the user, which takes root; the others do not. */
  readonly realChanger?: string;
}

/** A machine of which only the file system is real: who is who, and what sshd says, is told by programs of the test. */
export function fakeGuest({
  config = 'port 22\nauthorizedkeysfile .ssh/authorized_keys .ssh/authorized_keys2',
  version = 'OpenSSH_9.6p1',
  changers = ['setpriv'],
  realChanger,
  passwd = (home) => `azureuser:x:${uid}:${gid}:A User,,,:${home}:/bin/bash`,
}: Given = {}): FakeGuest {
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-key-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  const [bin, home] = [join(folder, 'bin'), join(folder, 'home user')];
  mkdirSync(bin);
  mkdirSync(home);
  chownSync(home, uid, gid);
  const program = (name: string, text: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  program('getent', `case $2 in azureuser | nobody) ;; *) exit 2 ;; esac\necho '${passwd(home)}'`);
  const told = config === '' ? 'exit 1' : `echo '${config}'`;
  program('sshd', `case $1 in -V) echo "unknown option -- V\n${version}, OpenSSL 3" >&2; exit 1 ;; esac\n${told}`);
  program('ssh', `echo '${version}' >&2`);
  // Each takes the options in front of the command, and runs it as whoever runs the test.
  const runs: Readonly<Record<string, string>> = {
    setpriv: 'while :; do case $1 in --re*) shift 2 ;; --*) shift ;; *) exec "$@" ;; esac; done',
    runuser: '[ "$1" = -u ] || exit 1\nshift 3\nexec "$@"',
    su: '[ "$1 $3" = "-s -c" ] || exit 1\n[ "$5" = azureuser ] || exit 1\ncmd=$4\nshell=$2\nshift 5\nexec "$shell" -c "$cmd" "$@"',
  };
  for (const [name, text] of Object.entries(runs)) {
    if (name !== realChanger) program(name, changers.includes(name) && realChanger === undefined ? text : 'exit 1');
  }
  return {
    home,
    file: join(home, '.ssh/authorized_keys'),
    put(path, content, mode = 0o600) {
      const whole = join(home, path);
      mkdirSync(dirname(whole), { recursive: true, mode: 0o700 });
      writeFileSync(whole, content);
      chmodSync(whole, mode);
      if (dirname(whole) !== home) chownSync(dirname(whole), uid, gid);
      chownSync(whole, uid, gid);
    },
    run(script, shell = 'dash') {
      const path = join(folder, 'script.sh');
      writeFileSync(path, script);
      // A time zone in which nobody mistakes its time for UTC.
      const env = { TZ: 'Asia/Tokyo', PATH: `${bin}:${process.env.PATH ?? ''}` };
      const ran = spawnSync(shell, [path], {
        env,
        encoding: 'utf8',
        ...(isRoot && realChanger === undefined && { uid, gid }),
      });
      const lines = ran.stdout.split('\n').filter((line) => line !== '');
      const said = Object.fromEntries(lines.map((line) => [line.split(' ')[0] ?? '', line.replace(/^\S+ /, '')]));
      return { status: ran.status, said, stderr: ran.stderr };
    },
  };
}
