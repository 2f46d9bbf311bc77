import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { type Connected, type ConnectOptions, connect } from './connected-azure.ts';
import { ids, ordinaryWorld } from './ordinary-world.ts';

const action = 'Microsoft.Compute/virtualMachines/runCommand/action';
const poll = 'Microsoft.Compute/locations/operations/read';
const sentinel = '00112233445566778899aabbccddeeff';
const conflict = {
  kind: 'error',
  status: 409,
  code: 'Conflict',
  message: 'Run command extension execution is in progress. Please wait for completion before invoking a run command.',
  action,
};

/** A real shell in the place of the guest's. */
const realShell = (_: string, script: string) => {
  const ended = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
  return Promise.resolve({ stdout: ended.stdout, stderr: ended.stderr });
};

let connected: Connected | undefined;
afterEach(async () => {
  await connected?.arm.close();
  connected = undefined;
});

interface Options extends ConnectOptions {
  readonly faults?: readonly object[];
  readonly vm?: object;
  readonly run?: (vmId: string, script: string) => Promise<{ stdout: string; stderr: string }>;
}

async function begin({ faults = [], vm, run = realShell, ...others }: Options = {}) {
  let runs = 0;
  const guests = {
    runShellScript(vmId: string, script: string) {
      runs++;
      return run(vmId, script);
    },
  };
  const world = ordinaryWorld(vm === undefined ? {} : { web: vm as never }, [], faults as never[]);
  connected = await connect(world, { guests, ...others });
  const { azure, arm, waits } = connected;
  return {
    azure,
    waits,
    runs: () => runs,
    posts: () => arm.requests.filter((each) => each.kind === 'arm' && each.method === 'POST').length,
    execute: (body: string, more: object = {}) => azure.runScript({ id: ids.vm }, { body, sentinel, ...more }),
  };
}

describe('a script that runs', () => {
  test('its output and its own exit status come back', async () => {
    const { execute, posts } = await begin();
    expect(await execute('echo out; echo err >&2; exit 3')).toEqual({
      kind: 'ran',
      output: { kind: 'ended', status: 3, stdout: 'out\n', stderr: 'err\n' },
    });
    expect(posts()).toBe(1);
  });

  test('Azure takes its time', async () => {
    const { execute } = await begin({ fast: false, pausesMoveClock: true });
    expect(await execute('echo out')).toMatchObject({ kind: 'ran', output: { stdout: 'out\n' } });
  });

  test('it prints more than Azure gives back', async () => {
    const { execute } = await begin();
    const run = await execute('i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done; exit 5');
    expect(run).toMatchObject({ kind: 'ran', output: { kind: 'cut', status: 5 } });
    expect(run).toMatchObject({ output: { stdout: expect.stringMatching(/line 1998\nline 1999\n$/) } });
  });

  test('two on one VM run one after the other', async () => {
    const { execute, posts, waits } = await begin();
    const runs = await Promise.all([execute('echo a'), execute('echo b'), execute('echo c')]);
    expect(runs).toMatchObject(['a\n', 'b\n', 'c\n'].map((stdout) => ({ output: { kind: 'ended', stdout } })));
    expect([posts(), waits]).toEqual([3, []]);
  });

  test('a change that is planned as such has the output as well', async () => {
    const { azure } = await begin();
    const path = `${ids.vm}/runCommand`;
    const body = { commandId: 'RunShellScript', script: ['echo a'] };
    const sent = await azure.writes.send({ method: 'POST', path, apiVersion: '2024-07-01', body }, 60_000);
    expect(sent).toMatchObject({ kind: 'done', output: { value: [{ message: expect.stringContaining('a\n') }] } });
  });
});

describe('the output of something else', () => {
  const sample = { stdout: 'This is a sample script with parameters value1 value2\n', stderr: '' };

  test('is not taken for its own', async () => {
    const { execute, runs } = await begin({ run: () => Promise.resolve(sample) });
    expect(await execute('id')).toMatchObject({ kind: 'ran', output: { kind: 'foreign' } });
    expect(runs()).toBe(1);
  });

  test('makes a script that only reads run again', async () => {
    let first = true;
    const { execute, runs } = await begin({
      run(vmId, script) {
        if (!first) return realShell(vmId, script);
        first = false;
        return Promise.resolve(sample);
      },
    });
    expect(await execute('echo a', { repeatable: true })).toMatchObject({ output: { kind: 'ended', stdout: 'a\n' } });
    expect(runs()).toBe(2);
  });
});

describe('another script is in the way', () => {
  test('for a while: it is waited for', async () => {
    const { execute, posts, waits } = await begin({ faults: [{ ...conflict, times: 8 }] });
    expect(await execute('echo a')).toMatchObject({ kind: 'ran', output: { stdout: 'a\n' } });
    expect(posts()).toBe(9);
    expect(new Set(waits)).toEqual(new Set([5000]));
  });

  test('for too long: it says so, and nothing ran', async () => {
    const { execute, runs } = await begin({ faults: [conflict], pausesMoveClock: true });
    const run = await execute('echo a');
    expect(run).toMatchObject({ kind: 'not-run', because: expect.stringContaining('Another script') });
    expect(run).toMatchObject({ hint: expect.stringContaining('minute') });
    expect(runs()).toBe(0);
  });

  test('for longer than there is time', async () => {
    const { execute, waits } = await begin({ faults: [conflict], pausesMoveClock: true });
    expect(await execute('echo a', { deadlineMs: 12_000 })).toMatchObject({ kind: 'not-run' });
    expect(waits.length).toBeLessThanOrEqual(4);
  });
});

describe('refusals: nothing ran', () => {
  test.each([
    [
      'a VM that is off',
      { vm: { instanceView: { statuses: [{ code: 'PowerState/deallocated' }] } } },
      /not running/,
      /start/,
    ],
    ['a missing permission', { faults: [{ kind: 'forbidden', action }] }, /may not/, new RegExp(action)],
    [
      'a VM that is gone',
      { faults: [{ kind: 'error', status: 404, code: 'ResourceNotFound', action }] },
      /not there/,
      /./,
    ],
    ['throttling', { faults: [{ kind: 'throttled', action, retryAfterSeconds: 60 }] }, /too many requests/, /minute/],
  ])('%s', async (_, options, because, hint) => {
    const { execute, runs } = await begin(options);
    expect(await execute('id', { repeatable: true })).toEqual({
      kind: 'not-run',
      because: expect.stringMatching(because),
      hint: expect.stringMatching(hint),
    });
    expect(runs()).toBe(0);
  });
});

describe('nobody knows whether it ran', () => {
  const silentAgent = { instanceView: { statuses: [{ code: 'PowerState/running' }], vmAgent: { statuses: [] } } };
  const fails = (code: string, message: string) => ({ kind: 'operation-fails', action, code, message });
  test.each([
    ['an agent that is silent', { vm: silentAgent }, /agent does not answer/, /Restart/],
    ['a time-out of Azure', { faults: [fails('VMExtensionProvisioningTimeout', 'x')] }, /longer/, /still be running/],
    ['a failure of the agent', { faults: [fails('VMExtensionProvisioningError', 'No space.')] }, /No space/, /disk/],
    ['one that Azure overtook', { faults: [fails('OperationPreempted', 'x')] }, /overtaken/, /may have run/],
    ['a failure without a name', { faults: [fails('Odd', 'Strange.')] }, /Strange/, /./],
    ['an answer that is lost', { faults: [{ kind: 'unanswered', action }] }, /broke off/, /may have run/],
    [
      'an operation that hangs',
      { faults: [{ kind: 'operation-hangs', action }], pausesMoveClock: true },
      /not done/,
      /may have run/,
    ],
    [
      'an operation nobody may follow',
      { faults: [{ kind: 'forbidden', action: poll }] },
      /does not tell/,
      /may have run/,
    ],
  ])('%s', async (_, options, because, hint) => {
    const { execute, posts } = await begin(options);
    expect(await execute('id')).toEqual({
      kind: 'unknown',
      because: expect.stringMatching(because),
      hint: expect.stringMatching(hint),
    });
    expect(posts()).toBe(1);
  });

  test.each([
    ['the connection breaks before it arrives', { kind: 'reset', action, times: 1 }],
    ['the answer is lost', { kind: 'unanswered', action, times: 1 }],
  ])('and a script that only reads is sent again: %s', async (_, fault) => {
    const { execute } = await begin({ faults: [fault] });
    const run = await execute('echo a', { repeatable: true });
    expect(run).toMatchObject({ kind: 'ran', output: { kind: 'ended', stdout: 'a\n' } });
  });

  test('and what is sent again meets the first one: it is not said that nothing ran', async () => {
    const { execute, runs } = await begin({
      faults: [{ kind: 'unanswered', action, times: 1 }],
      run: () => new Promise(() => {}),
    });
    expect(await execute('echo a', { repeatable: true })).toMatchObject({
      kind: 'unknown',
      because: expect.stringContaining('broke off'),
    });
    expect(runs()).toBe(1);
  });

  test('what is planned as a change is then unknown, too', async () => {
    const { azure } = await begin({ faults: [fails('VMExtensionProvisioningTimeout', 'x')] });
    const path = `${ids.vm}/runCommand`;
    const body = { commandId: 'RunShellScript', script: ['id'] };
    const sent = await azure.writes.send({ method: 'POST', path, apiVersion: '2024-07-01', body }, 60_000);
    expect(sent).toMatchObject({ kind: 'unknown', hint: expect.stringContaining('still be running') });
  });
});

test.each([
  ['a sentinel that is none', { body: 'id', sentinel: 'x' }],
  ['a body with a NUL', { body: 'id \0', sentinel }],
])('%s is a mistake of the caller', async (_, script) => {
  const { azure, posts } = await begin();
  await expect(azure.runScript({ id: ids.vm }, script)).rejects.toThrow(RangeError);
  expect(posts()).toBe(0);
});
