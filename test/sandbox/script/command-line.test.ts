import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../../sandbox/command-line.ts';

const main = fileURLToPath(new URL('../../../sandbox/main.ts', import.meta.url));

async function run(args: readonly string[], input = '') {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(input);
  const [out, err, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return { out, err, status };
}

describe('npm run sandbox, as a process', () => {
  test('a script from standard input: its transcript, and status 0', async () => {
    const { out, err, status } = await run(['--script', '-'], 'alice> /vm connect-check myVM from 203.0.113.7\n');
    expect(status).toBe(0);
    expect(err).toBe('');
    expect(out).toContain('myVM: 1 thing stands in the way');
    expect(out).toContain('Drawbridge in #general, only for alice:');
  });

  test('--json prints what the bot sent', async () => {
    const { out } = await run(['--script', '-', '--json'], 'alice> /vm help\n');
    const payload = JSON.parse(out.slice(out.indexOf('{')));
    expect(payload.ephemeral).toBe(true);
    const types = payload.blocks.map(({ type }: { type: string }) => type);
    expect(new Set(types)).toEqual(new Set(['header', 'section', 'context']));
  });

  test('a line that cannot be done is named, the others go on, and the status is 1', async () => {
    const { out, err, status } = await run(
      ['--script', '-'],
      'alice> click "Nothing"\nnobody> hello\nalice> /vm help\n',
    );
    expect(status).toBe(1);
    expect(err).toContain('line 1, 2');
    expect(out).toContain('! there is no button "Nothing"');
    expect(out).toContain('What you can type');
  });

  test.each([
    ['a script that cannot be read', ['--script', '-'], 'mumble', /^line 1: /],
    ['an unknown option', ['--wrld', 'x'], '', /--wrld/],
  ])('%s: status 2 and a sentence', async (_, args, input, sentence) => {
    const { err, status } = await run(args, input);
    expect(status).toBe(2);
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/\n {4}at /);
  });

  test('a broken world: status 2 and the path of each mistake', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'drawbridge-')), 'world.json');
    writeFileSync(file, JSON.stringify({ subscriptions: [], resources: [{ id: 'x' }], extra: 1 }));
    const { err, status } = await run(['--world', file, '--script', '-'], '');
    expect(status).toBe(2);
    for (const path of ['subscriptions', 'resources.0.id', 'extra']) expect(err).toContain(path);
  });
});

test.each([
  [[], { kind: 'run', json: false, latencyMs: 0 }],
  [['--port', '0', '--latency', '100'], { kind: 'run', json: false, port: 0, latencyMs: 100 }],
  [['--help'], { kind: 'help' }],
  [['--port', '70000'], { kind: 'refused' }],
  [['--latency', 'slow'], { kind: 'refused' }],
  [['stray'], { kind: 'refused' }],
  [['--json'], { kind: 'refused', problem: '--json goes with --script' }],
])('%j', (args, expected) => {
  expect(parseCommandLine(args)).toMatchObject(expected);
});
