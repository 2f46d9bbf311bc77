import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Client } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scriptClock } from '../../../sandbox/clock.ts';
import { createFleet } from '../../../sandbox/vm/fleet.ts';
import { oneMachine, vmId } from './one-machine.ts';
import { logIn, run } from './ssh-client.ts';

/** Scripts for /bin/sh, which must come out in the guests as they do in Debian's own shell. */
const scripts = readFileSync(new URL('posix-idioms.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n----\n');
const hasDash = spawnSync('dash', ['-c', 'true']).status === 0;
const fleet = createFleet({ world: oneMachine(), clock: scriptClock(Date.UTC(2026, 0, 1)) });
const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

describe.skipIf(!hasDash && process.env.CI !== 'true')('a script for /bin/sh', () => {
  let client: Client;
  beforeAll(async () => {
    client = await logIn(fleet, vmId);
  });
  afterAll(async () => {
    client.destroy();
    await fleet.close();
  });

  it.each(scripts)('%s', async (script) => {
    const inFolder = `cd "$(mktemp -d)"\n${script}`;
    const { stdout, status } = spawnSync('dash', ['-c', inFolder], { encoding: 'utf8', input: '' });
    expect(await run(client, `exec /bin/sh -c ${quote(inFolder)}`)).toMatchObject({ stdout, code: status });
  });
});
