import { afterEach, describe, expect, test, vi } from 'vitest';
import type { NotOpened } from '../../src/core/host-keys/not-opened.ts';
import { askCancel } from '../../src/core/requests/acting.ts';
import { beginExecution } from '../../src/core/requests/execution.ts';
import { closeDue } from '../../src/core/requests/grant.ts';
import type { VmRequest } from '../../src/core/requests/request.ts';
import type { JobParts } from '../../src/jobs/job-parts.ts';
import { performAct } from '../../src/jobs/perform-act.ts';
import type { Poster } from '../../src/jobs/poster.ts';
import type { Message } from '../../src/views/message.ts';
import { aRequest, askedAtMs } from '../core/requests/a-request.ts';
import { aRun, type Machine, machine, printed, teamChannel, untilEnded, uptime } from './acts.ts';
import { jobParts } from './parts.ts';

afterEach(() => void vi.useRealTimers());

interface Said {
  readonly how: 'posted' | 'changed' | 'file';
  readonly channel: string;
  readonly text: string;
}

async function stage(
  on: Machine,
  requests: readonly VmRequest[],
  given: { readonly poster?: Partial<Poster>; readonly clock?: { nowMs: number } } = {},
) {
  const said: Said[] = [];
  const blocks = (message: Message) => JSON.stringify(message.blocks);
  const poster: Partial<Poster> = {
    post: async (channel, message) => {
      said.push({ how: 'posted', channel, text: blocks(message) });
      return `${said.length}.1`;
    },
    update: async (channel, _, message) => {
      said.push({ how: 'changed', channel, text: blocks(message) });
      return true;
    },
    upload: async (channel, _, { bytes }) => {
      said.push({ how: 'file', channel, text: Buffer.from(bytes).toString() });
    },
    ...given.poster,
  };
  const parts: JobParts = { ...(await jobParts({ ...given, poster })), remote: on.remote };
  for (const request of requests) await parts.store.requests.insert(request, [], []);
  return { parts, said };
}

function messageOf(end: Awaited<ReturnType<typeof performAct>>): string {
  return end.kind === 'acted' ? end.outcome.message : end.kind;
}

describe('never more at the same time than may be', () => {
  const ids = ['aaaaaaaaaa', 'bbbbbbbbbb', 'cccccccccc', 'dddddddddd'];

  test('on one VM, although all of them begin at once', async () => {
    const gate = Promise.withResolvers<void>();
    const on = machine(async () => {
      await gate.promise;
      return printed('ok');
    });
    const runs = ids.map((id) => aRun({ id }));
    const { parts } = await stage(on, runs);
    const ends = runs.map((each) => performAct(each, uptime, parts));
    const refused = await Promise.all(ends.slice(2));
    expect(refused.map(messageOf)).toEqual([
      'Nothing was run: 2 commands run on that VM already.',
      'Nothing was run: 2 commands run on that VM already.',
    ]);
    gate.resolve();
    expect((await Promise.all(ends.slice(0, 2))).map(messageOf)).toEqual([
      'It exited with status 0.',
      'It exited with status 0.',
    ]);
    expect(on.ran).toHaveLength(2);
  });

  test('in all, whatever else is under way', async () => {
    const on = machine(async () => printed('ok'));
    const other = (at: number): VmRequest => {
      const vm = { ...aRequest().vm, id: `${aRequest().vm.id}-${at}` };
      return aRun({ id: `other${String(at).padStart(5, '0')}`, vm, act: { beganAtMs: 1 } });
    };
    const writing = Array.from({ length: 250 }, (_, at) =>
      aRequest({ id: `write${String(at).padStart(5, '0')}`, state: 'executing', createdAtMs: askedAtMs + 1 }),
    );
    const mine = aRun();
    const { parts } = await stage(on, [mine, ...Array.from({ length: 20 }, (_, at) => other(at)), ...writing]);
    expect(messageOf(await performAct(mine, uptime, parts))).toBe(
      'Nothing was run: 20 commands run on all VMs together already.',
    );
    expect(on.ran).toEqual([]);
  });

  test('of which one began at another replica in the same moment', async () => {
    const on = machine(async () => printed('ok'));
    const [first, second, mine] = [aRun({ id: 'aaaaaaaaaa' }), aRun({ id: 'bbbbbbbbbb' }), aRun()];
    const { parts } = await stage(on, [{ ...first, act: { beganAtMs: 1 } }, second, mine]);
    const { requests } = parts.store;
    const racing: JobParts = {
      ...parts,
      store: {
        ...parts.store,
        requests: {
          ...requests,
          async update(id, decide) {
            // Between looking and beginning.
            await requests.update(second.id, (now) =>
              now.act === undefined
                ? { kind: 'change', request: { ...now, act: { beganAtMs: 1 } }, events: [], notices: [] }
                : { kind: 'refuse', refusal: { ok: false, problem: '', hint: '' } },
            );
            return requests.update(id, decide);
          },
        },
      },
    };
    expect(messageOf(await performAct(mine, uptime, racing))).toMatch(/^Nothing was run: 2 commands/);
    expect(on.ran).toEqual([]);
  });
});

describe('what somebody began and left', () => {
  const place = { channelId: teamChannel, ts: '7.7' };
  test.each([
    ['where it is shown', { beganAtMs: 1, shown: place }, 'changed'],
    ['where it was not shown yet', { beganAtMs: 1 }, 'posted'],
  ] as const)('is not run again, and this is said %s', async (_, act, how) => {
    const on = machine(async () => printed('ok'));
    const left = aRun({ act });
    const { parts, said } = await stage(on, [left]);
    const end = await performAct(left, uptime, parts);
    expect(messageOf(end)).toBe(
      'The bot was stopped while it was at it. What had happened on the machine by then is not known.',
    );
    expect(on.ran).toEqual([]);
    expect(said[0]).toMatchObject({ how, channel: teamChannel });
    expect(said.at(-1)?.text).toContain('The bot was stopped while it was at it');
    expect(said.at(-1)?.text).not.toContain('"Cancel"');
  });
});

describe('a command that runs is ended', () => {
  const changes: readonly [string, (id: string, parts: JobParts, nowMs: number) => Promise<unknown>, RegExp][] = [
    [
      'by who cancels it at another replica',
      (id, { store }, nowMs) => store.requests.update(id, (now) => askCancel(now, 'U0ALICE', nowMs)),
      /^It was cancelled\..*its process may still run on the VM\./,
    ],
    [
      'when another process took it over',
      (id, { store }, nowMs) =>
        store.requests.update(id, (now) =>
          beginExecution(now, { owner: 'another process', nowMs: nowMs + 60_000, leaseMs: 30_000 }),
        ),
      /^Its time was over, or another process.*its process may still run/,
    ],
    [
      'when the time of its door is over',
      (id, { store }, nowMs) =>
        store.requests.update(id, (now) =>
          closeDue(now, { owner: 'this process', nowMs: nowMs + 600_000, leaseMs: 30_000 }),
        ),
      /^Its time was over/,
    ],
  ];
  test.each(changes)('%s', async (_, happens, words) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const on = machine(untilEnded);
    const mine = aRun({ closesAtMs: askedAtMs + 420_000 });
    const { parts, said } = await stage(on, [mine]);
    const end = performAct(mine, uptime, parts);
    await vi.waitFor(() => expect(on.ran).toHaveLength(1));
    await happens(mine.id, parts, askedAtMs);
    vi.advanceTimersByTime(2_000);
    expect(messageOf(await end)).toMatch(words);
    expect(said.at(-1)?.text).not.toContain('"Cancel"');
  });

  test('when the store does not tell for as long as a lease lasts whether it is still to go on', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const clock = { nowMs: askedAtMs };
    const on = machine(untilEnded);
    const mine = aRun();
    const { parts } = await stage(on, [mine], { clock });
    const { requests } = parts.store;
    const get = async () => {
      throw new Error('the store is down');
    };
    const blind: JobParts = { ...parts, store: { ...parts.store, requests: { ...requests, get } } };
    const end = performAct(mine, uptime, blind);
    await vi.waitFor(() => expect(on.ran).toHaveLength(1));
    clock.nowMs += 28_000;
    vi.advanceTimersByTime(2_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(blind.cancels.get(mine.id)?.signal.aborted).toBe(false);
    clock.nowMs += 2_000;
    vi.advanceTimersByTime(2_000);
    expect(messageOf(await end)).toMatch(/^The bot could not read any more.*may still run/);
  });

  test('at once by who cancels it here', async () => {
    const on = machine(untilEnded);
    const mine = aRun();
    const { parts } = await stage(on, [mine]);
    const end = performAct(mine, uptime, parts);
    await vi.waitFor(() => expect(on.ran).toHaveLength(1));
    parts.cancels.get(mine.id)?.abort('It was cancelled.');
    expect(messageOf(await end)).toMatch(/^It was cancelled\./);
    expect(parts.cancels.size).toBe(0);
  });

  test('before it began, and then it is said that nothing was run', async () => {
    const never: NotOpened = { kind: 'unreachable', at: 'web', reason: 'timed-out', because: 'nothing answered' };
    const on = machine(untilEnded);
    const mine = aRun({ closesAtMs: askedAtMs + 420_000 });
    const { parts } = await stage(on, [mine]);
    const shut: JobParts = {
      ...parts,
      remote: { ...on.remote, use: async () => never },
      wait: async () => void parts.cancels.get(mine.id)?.abort('It was cancelled.'),
    };
    expect(messageOf(await performAct(mine, uptime, shut))).toBe('It was cancelled. Nothing was run.');
  });
});

describe('where the output goes', () => {
  const noChannel = async () => {
    throw new Error('not_in_channel');
  };

  test('to the person who asked, where the bot may not speak in the channel any more', async () => {
    const on = machine(async () => printed('load average: 0.01'));
    const mine = aRun();
    const heard: [string, string][] = [];
    const { parts } = await stage(on, [mine], {
      poster: {
        post: async (channel) => (channel === teamChannel ? noChannel() : '2.1'),
        update: async (channel, _, message) => {
          heard.push([channel, JSON.stringify(message.blocks)]);
          return true;
        },
        upload: async (channel, _, { bytes }) => void heard.push([channel, Buffer.from(bytes).toString()]),
      },
    });
    await performAct(mine, uptime, parts);
    expect(heard.map(([channel]) => channel)).toEqual(['DU0ALICE', 'DU0ALICE']);
    expect(heard.at(-1)?.[1]).toBe('load average: 0.01');
  });

  test('to nobody but them when the channel was lost while it ran', async () => {
    const on = machine(async () => printed('load average: 0.01'));
    const mine = aRun();
    let isLost = false;
    const heard: [string, string][] = [];
    const hear = async (channel: string, text: string) => {
      if (isLost && channel === teamChannel) throw new Error('is_archived');
      heard.push([channel, text]);
      isLost = true;
      return '1.1';
    };
    const { parts } = await stage(on, [mine], {
      poster: {
        post: (channel, message) => hear(channel, JSON.stringify(message.blocks)),
        update: async (channel, _, message) => (await hear(channel, JSON.stringify(message.blocks))) !== '',
        upload: async (channel, _, { bytes }) => void (await hear(channel, Buffer.from(bytes).toString())),
      },
    });
    await performAct(mine, uptime, parts);
    const withOutput = heard.filter(([, text]) => text.includes('load average'));
    expect(withOutput.map(([channel]) => channel)).toEqual(['DU0ALICE', 'DU0ALICE']);
  });

  test('into the same message, although Slack was asked too often just then', async () => {
    const on = machine(async () => printed('ok'));
    const mine = aRun();
    let isBusyFor = 3;
    const { parts, said } = await stage(on, [mine], {
      poster: {
        update: async () => {
          isBusyFor -= 1;
          if (isBusyFor > 0)
            throw Object.assign(new Error('rate limited'), { code: 'slack_webapi_rate_limited_error' });
          return true;
        },
      },
    });
    await performAct(mine, uptime, parts);
    expect(isBusyFor).toBe(0);
    expect(said.map(({ how }) => how)).toEqual(['posted', 'file']);
  });

  test('less and less often the longer it lasts', async () => {
    const clock = { nowMs: askedAtMs };
    const on = machine(async ({ onOutput }) => {
      for (let second = 0; second < 300; second += 1) {
        clock.nowMs += 1_000;
        onOutput(() => Buffer.from(`line ${second}`), second);
        await new Promise((resolve) => setImmediate(resolve));
      }
      return printed('ok');
    });
    const mine = aRun();
    const { parts, said } = await stage(on, [mine], { clock });
    await performAct(mine, uptime, parts);
    const changes = said.filter(({ how }) => how === 'changed').length;
    expect(changes).toBeGreaterThan(8);
    expect(changes).toBeLessThan(16);
  });

  test('nowhere while Slack is silent, and then the command ends all the same', async () => {
    const on = machine(async () => printed('ok'));
    const mine = aRun();
    const { parts } = await stage(on, [mine], {
      poster: { post: () => new Promise(() => {}) },
    });
    const impatient: JobParts = {
      ...parts,
      clock: { ...parts.clock, deadline: () => ({ signal: AbortSignal.abort(), clear() {} }) },
    };
    expect(messageOf(await performAct(mine, uptime, impatient))).toBe('It exited with status 0.');
  });
});
