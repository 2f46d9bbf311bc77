import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readScriptOutput } from '../../../src/core/guest-scripts/script-output.ts';
import { wrapScript } from '../../../src/core/guest-scripts/wrap-script.ts';
import { parseReading, type Reading } from '../../../src/core/troubleshoot/parse-reading.ts';
import { readingScript, type ScriptInput } from '../../../src/core/troubleshoot/reading-script.ts';

export interface PretendMachine {
  /** Bodies of small programs, by name; `undefined` takes one away. Their last argument is `$last`. */
  readonly programs: Readonly<Record<string, string | undefined>>;
  /** Contents of files, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** What `stat` says, by path: `mode|owner|type`. */
  readonly modes: Readonly<Record<string, string>>;
  /** Paths of named pipes that nobody writes into. */
  readonly pipes?: readonly string[];
}

/** The programs of this machine that any machine has. */
const ordinary = ['sed', 'tr', 'head', 'tail', 'grep', 'wc', 'cat', 'sh', 'dash', 'bash', 'env', 'sort'];
const places = /(?<![\w.])\/(?=(?:etc|proc|run|var|home|usr\/s?bin|usr\/local)\b)/g;

const sentinel = '00112233445566778899aabbccddeeff';

/** Runs the script as Run Command would, on a machine that is a folder and some small programs. */
export function readOn(
  machine: PretendMachine,
  input: ScriptInput,
  shell: readonly string[] = ['dash'],
): {
  reading: Reading;
  stdout: string;
  status: number;
} {
  const root = mkdtempSync(join(tmpdir(), 'machine-'));
  try {
    build(root, machine);
    const body = readingScript(input).replaceAll(places, `${root}/`);
    const [program = 'dash', ...args] = shell;
    const ended = spawnSync(
      program,
      [...args, '-c', wrapScript(body, sentinel).replace(/PATH="[^"]*"/, `PATH=${root}/bin`)],
      { timeout: 30_000 },
    );
    if (ended.error !== undefined) throw ended.error;
    const output = readScriptOutput(`[stdout]\n${ended.stdout}\n[stderr]\n${ended.stderr}`, sentinel);
    if (output.kind !== 'ended') throw new Error(`${output.kind}: ${ended.stderr}`);
    const stdout = output.stdout.replaceAll(root, '');
    return { reading: parseReading(stdout), stdout, status: output.status };
  } finally {
    rmSync(root, { recursive: true });
  }
}

function build(root: string, { programs, files, modes, pipes = [] }: PretendMachine): void {
  const bin = join(root, 'bin');
  mkdirSync(bin);
  for (const name of ordinary) {
    const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
    if (found.startsWith('/')) symlinkSync(found, join(bin, name));
  }
  for (const [name, body] of Object.entries({ ...programs, stat: statBody(root, modes) })) {
    if (body === undefined) continue;
    const text = body.replaceAll(places, `${root}/`);
    writeFileSync(join(bin, name), `#!/bin/sh\nfor last in "$@"; do :; done\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content.replaceAll(places, `${root}/`));
    if (path.includes('/bin/')) chmodSync(join(root, path), 0o755);
  }
  for (const path of pipes) {
    rmSync(join(root, path), { force: true });
    spawnSync('mkfifo', [join(root, path)]);
  }
}

/** `stat -L -c '%a %U' path`, with either of the two separators. */
function statBody(root: string, modes: Readonly<Record<string, string>>): string {
  const cases = Object.entries(modes).map(([path, facts]) => `'${root}${path}') facts='${facts}' ;;`);
  return `case $last in ${cases.join('\n')}\n*) exit 1 ;; esac
case $3 in *'|'*) echo "$facts" ;; *) IFS='|'; set -- $facts; echo "$1 $2" ;; esac`;
}
