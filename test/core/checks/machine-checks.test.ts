import { describe, expect, it } from 'vitest';
import type { Probe } from '../../../src/core/checks/check.ts';
import { passwordLogin } from '../../../src/core/checks/password-login.ts';
import { sshAnswers } from '../../../src/core/checks/ssh-answers.ts';
import { sshKey } from '../../../src/core/checks/ssh-key.ts';
import { vmAgent } from '../../../src/core/checks/vm-agent.ts';
import { vmIsLinux } from '../../../src/core/checks/vm-is-linux.ts';
import { vmRunning } from '../../../src/core/checks/vm-running.ts';
import type { PowerState } from '../../../src/core/facts.ts';
import { ed25519Key, input, nic, status, unreadable, vm } from './myvm.ts';

describe('vm-is-linux', () => {
  it.each([
    ['Linux', 'pass'],
    ['Windows', 'fail'],
    ['unknown', 'unknown'],
  ] as const)('%s: %s', (os, expected) => {
    expect(vmIsLinux.evaluate(input({ vm: { ...vm, os } })).status).toBe(expected);
  });
});

describe('vm-running', () => {
  it.each<[PowerState, string, string | undefined]>([
    ['running', 'pass', undefined],
    ['starting', 'fail', undefined],
    ['stopping', 'fail', 'start-vm'],
    ['stopped', 'fail', 'start-vm'],
    ['deallocating', 'fail', 'start-vm'],
    ['deallocated', 'fail', 'start-vm'],
    ['unknown', 'unknown', undefined],
  ])('%s: %s, fix %s', (power, expected, fix) => {
    const outcome = vmRunning.evaluate(input({ status: { ...status, power } }));
    expect(outcome).toMatchObject({ status: expected });
    expect(outcome.fix).toBe(fix);
    expect(outcome.command).toBe(
      fix &&
        'az vm start --subscription 11111111-2222-3333-4444-555555555555 --resource-group myResourceGroup --name myVM',
    );
  });

  it.each([
    ['Succeeded', 'running', 'succeeded', 'pass'],
    ['Updating', 'running', 'updating', 'warn'],
    ['Succeeded', 'running', 'Failed/AllocationFailed', 'warn'],
    ['Failed', 'running', 'failed', 'warn'],
    ['Canceled', 'running', 'canceled', 'warn'],
    ['Creating', 'unknown', 'creating', 'fail'],
    ['Deleting', 'running', 'deleting', 'fail'],
    ['Failed', 'deallocated', 'failed', 'fail'],
  ] as const)('provisioning %s while %s (%s): %s', (provisioningState, power, provisioning, expected) => {
    const bent = input({ vm: { ...vm, provisioningState }, status: { ...status, power, provisioning } });
    expect(vmRunning.evaluate(bent).status).toBe(expected);
  });

  it('names the permission when the instance view may not be read', () => {
    const permission = 'Microsoft.Compute/virtualMachines/instanceView/read';
    const outcome = vmRunning.evaluate(input({ status: unreadable('state of myVM', { permission }) }));
    expect(outcome).toMatchObject({ status: 'unknown', todo: expect.stringContaining(permission) });
  });

  it('quotes a group that a shell would trip over', () => {
    const bent = input({ vm: { ...vm, resourceGroup: 'a(b)' }, status: { ...status, power: 'stopped' } });
    expect(vmRunning.evaluate(bent).command).toContain("--resource-group 'a(b)' ");
  });
});

describe('ssh-key', () => {
  const weak = 'ssh-dss AAAAB3NzaC1kc3MAAAABBwAAAAEFAAAAAQIAAAABAw==';
  it.each([
    ['one key', { sshPublicKeys: [ed25519Key] }, 'pass', undefined],
    ['a good and a weak key', { sshPublicKeys: [weak, ed25519Key] }, 'pass', undefined],
    ['a weak key', { sshPublicKeys: [weak] }, 'warn', 'key'],
    ['something else', { sshPublicKeys: ['-----BEGIN X-----'] }, 'warn', 'key'],
    ['none, password on', { sshPublicKeys: [], passwordLogin: 'on' as const }, 'warn', 'key'],
    ['none, specialised disk', { sshPublicKeys: [], passwordLogin: 'unknown' as const }, 'unknown', 'key'],
    ['Windows', { os: 'Windows' as const }, 'skipped', undefined],
  ])('%s', (_, over, expected, fix) => {
    const outcome = sshKey.evaluate(input({ vm: { ...vm, ...over } }));
    expect(outcome.status).toBe(expected);
    expect(outcome.fix).toBe(fix);
  });

  it('shows type, bits and fingerprint as ssh-keygen does', () => {
    const { because } = sshKey.evaluate(input());
    expect(because).toMatch(/ED25519 256 `SHA256:[A-Za-z0-9+/]{43}`/);
  });

  it('leaves the path of the key for the shell to find', () => {
    const { command } = sshKey.evaluate(input({ vm: { ...vm, sshPublicKeys: [] } }));
    expect(command).toMatch(/--username azureuser --ssh-key-value ~\/\.ssh\/id_ed25519\.pub$/);
  });
});

describe('password-login', () => {
  it.each([
    ['off', 'pass'],
    ['on', 'warn'],
    ['unknown', 'unknown'],
  ] as const)('%s: %s', (login, expected) => {
    expect(passwordLogin.evaluate(input({ vm: { ...vm, passwordLogin: login } })).status).toBe(expected);
  });

  it('is skipped on Windows', () => {
    expect(passwordLogin.evaluate(input({ vm: { ...vm, os: 'Windows' } })).status).toBe('skipped');
  });
});

describe('vm-agent', () => {
  it.each([
    ['running', 'ready', 'pass'],
    ['running', 'not-ready', 'warn'],
    ['running', 'absent', 'warn'],
    ['deallocated', 'absent', 'skipped'],
    ['starting', 'not-ready', 'skipped'],
    ['unknown', 'ready', 'pass'],
  ] as const)('%s, agent %s: %s', (power, state, expected) => {
    expect(vmAgent.evaluate(input({ status: { ...status, power, agent: { state } } })).status).toBe(expected);
  });

  it('is unknown when the status could not be read', () => {
    expect(vmAgent.evaluate(input({ status: unreadable('state of myVM') })).status).toBe('unknown');
  });
});

describe('ssh-answers', () => {
  const noAddress = { botAddress: undefined };
  const inside = { botAddress: '203.0.113.9' };
  it.each<[string, Probe, object, string]>([
    ['a banner', { kind: 'answered', banner: 'SSH-2.0-x`y' }, {}, 'pass'],
    ['another service', { kind: 'not-ssh', received: 'HTTP/1.1 400' }, {}, 'fail'],
    ['silence', { kind: 'silent', afterMs: 3000, received: '' }, {}, 'warn'],
    ['half a greeting', { kind: 'silent', afterMs: 3000, received: 'SSH-2.0-Open' }, {}, 'warn'],
    ['a closed connection', { kind: 'hung-up', received: '' }, {}, 'unknown'],
    ['a greeting that breaks off', { kind: 'hung-up', received: 'SSH-2.0-Open' }, {}, 'unknown'],
    ['sshd with too much to do', { kind: 'not-ssh', received: 'Exceeded MaxStartups\r\n' }, {}, 'warn'],
    ['sshd that had enough of the bot', { kind: 'not-ssh', received: 'Not allowed at this time\r\n' }, {}, 'warn'],
    ['a time-out though the rules let the bot in', { kind: 'timed-out', afterMs: 3000 }, inside, 'warn'],
    ['a time-out where the rules shut the bot out', { kind: 'timed-out', afterMs: 3000 }, {}, 'unknown'],
    ['a time-out without a configured address', { kind: 'timed-out', afterMs: 3000 }, noAddress, 'unknown'],
    ['a refusal', { kind: 'refused' }, {}, 'fail'],
    ['trouble of the bot', { kind: 'failed', because: 'the proxy closed the connection' }, {}, 'unknown'],
    ['no try', { kind: 'skipped', because: 'The VM is not running.' }, {}, 'skipped'],
  ])('%s', (_, probe, more, expected) => {
    const outcome = sshAnswers.evaluate(input({}, { probe, ...more }));
    expect(outcome.status).toBe(expected);
    if (expected !== 'skipped') expect(outcome.summary.toLowerCase()).toContain('the bot');
  });

  it('makes a sentence of what kept the bot from trying', () => {
    const probe = { kind: 'failed', because: 'the proxy closed the connection' } as const;
    expect(sshAnswers.evaluate(input({}, { probe })).because).toBe('The proxy closed the connection.');
  });

  it('does not blame the VM for a time-out while the rules could not be read', () => {
    const unread = input(
      { nics: [nic({ nsg: unreadable('group g') })] },
      { probe: { kind: 'timed-out', afterMs: 3000 }, ...inside },
    );
    expect(sshAnswers.evaluate(unread).status).toBe('unknown');
  });

  it('sends whoever finds nobody there to look inside', () => {
    const outcome = sshAnswers.evaluate({ ...input(), probe: { kind: 'refused' }, port: 2222 });
    expect(outcome.todo).toContain('`/vm troubleshoot myVM port 2222` tells which');
  });
});
