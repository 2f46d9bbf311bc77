import net from 'node:net';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { azureConfig } from '../../sandbox/azure-config.ts';
import { realSandboxClock, type SandboxClock } from '../../sandbox/clock.ts';
import { type Surroundings, startSurroundings } from '../../sandbox/sandbox.ts';
import type { Azure } from '../../src/azure/azure.ts';
import { createAzure } from '../../src/azure/create-azure.ts';
import { adminRules } from '../../src/core/checks/admin-rules.ts';
import type { CheckInput } from '../../src/core/checks/check.ts';
import { portOpenToCaller } from '../../src/core/checks/port-open-to-caller.ts';
import { arbitraryCase, type Case } from './arbitrary-case.ts';
import { publicAddressOf, vmIdOf, worldOf } from './world-of.ts';

/** The bot's evaluator and the sandbox's packet decision share no code: over generated worlds they must agree. */
const count = 1_000;
const atOnce = 16;
const cases = fc.sample(arbitraryCase, { seed: 20260115, numRuns: count });

let surroundings: Surroundings;
let azure: Azure;
const hanging = new Set<() => void>();

beforeAll(async () => {
  surroundings = await startSurroundings({ world: worldOf(cases), clock: noticingHangs(), fast: true });
  azure = createAzure({
    config: azureConfig(surroundings.arm),
    clock: realSandboxClock(),
    log: pino({ level: 'silent' }),
  });
}, 30_000);

afterAll(() => surroundings.close());

test(`in ${count} generated worlds the port check says what the internet does`, { timeout: 120_000 }, async () => {
  const disagreements: unknown[] = [];
  const tally = { open: 0, closed: 0 };
  const left = cases.map((one, at) => ({ one, at }));
  const work = async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const said = await check(next.one, next.at);
      const happens = await connect(next.one, next.at);
      tally[happens] += 1;
      if (said !== happens) disagreements.push({ said, happens, ...next });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  expect(disagreements).toEqual([]);
  // Worlds that are nearly all open or all closed would prove little.
  expect(Math.min(tally.open, tally.closed)).toBeGreaterThan(count / 10);
});

async function check({ source }: Case, at: number): Promise<string> {
  const facts = await azure.readFacts({ id: vmIdOf(at), nicIds: [] });
  const input: CheckInput = {
    facts,
    from: source,
    port: 22,
    botAddress: undefined,
    probe: { kind: 'skipped', because: '' },
  };
  const port = portOpenToCaller.evaluate(input);
  const admin = adminRules.evaluate(input);
  if (admin.status === 'fail' || port.status === 'fail') return 'closed';
  return port.status === 'pass' && admin.status === 'pass'
    ? 'open'
    : `${port.status}: ${port.because}, ${admin.status}`;
}

/** Dials through the proxy from the case's address: an answer, or the silence of a dropped packet. */
function connect({ source }: Case, at: number): Promise<'open' | 'closed'> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(surroundings.internet.port, '127.0.0.1');
    const target = `${publicAddressOf(at)}:22`;
    const user = Buffer.from(`${source}:`).toString('base64');
    const settle = (outcome: 'open' | 'closed') => {
      hanging.delete(stillHangs);
      socket.destroy();
      resolve(outcome);
    };
    const stillHangs = () => {
      const attempt = surroundings.internet.log.findLast((each) => each.destination === publicAddressOf(at));
      if (attempt?.outcome === 'dropped') settle('closed');
    };
    hanging.add(stillHangs);
    socket.on('data', (bytes) => {
      const status = bytes.toString('latin1').split(' ')[1];
      if (status === '200') settle('open');
      else reject(new Error(`the proxy answered ${bytes}`));
    });
    socket.on('error', reject);
    socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\nProxy-Authorization: Basic ${user}\r\n\r\n`);
  });
}

/** Tells the waiting dials whenever the internet swallows a packet, so that nobody waits for a time-out. */
function noticingHangs(): SandboxClock {
  return {
    ...realSandboxClock(),
    hang() {
      // The internet writes its log right after this call.
      setImmediate(() => {
        for (const ask of [...hanging]) ask();
      });
    },
  };
}
