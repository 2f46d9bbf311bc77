import { describe, expect, test } from 'vitest';
import { connectInstructions } from '../../src/core/connect/connect-instructions.ts';
import type { VmFacts } from '../../src/core/facts.ts';
import type { HostKey } from '../../src/core/host-keys/host-key.ts';
import { type ConnectAsked, connectInstructionsMessage, windowsVm } from '../../src/views/connect-instructions.ts';
import { configuration, ed25519Key, facts, natRule, nic, publicIp, status, vm } from '../core/checks/myvm.ts';
import { expectFits, hostile } from './hostile.ts';

const asked: ConnectAsked = {
  vm: { name: 'myVM', resourceGroup: 'myResourceGroup', subscription: 'Production' },
  typed: 'myVM',
  from: '203.0.113.7',
  port: 22,
};
const bare = { nics: [nic({ ipConfigurations: [configuration({ publicIp: undefined })] })] };
const extensions = [{ name: 'AADSSHLoginForLinux' }];

function shown(
  over: Partial<VmFacts> = {},
  more: Partial<ConnectAsked> = {},
  keys?: readonly HostKey[],
  machineId = vm.vmId,
) {
  const all = { ...asked, ...more };
  const wanted = { facts: { ...facts, ...over }, from: all.from, port: all.port };
  const pin = keys && { vmId: vm.id, machineId, keys, requestId: 'r1', approvedBy: [], pinnedAtMs: 0 };
  const message = connectInstructionsMessage(all, connectInstructions(wanted, { pin, botAddress: undefined }));
  expectFits(message);
  return message;
}
const json = (...args: Parameters<typeof shown>) => JSON.stringify(shown(...args).blocks);

test('the first code block is the one line to type', () => {
  const [first] = json().match(/```.*?```/) ?? [];
  expect(first).toBe('```\\nssh azureuser@20.51.230.13\\n```');
});

test('at the end stands what helps whoever is not let in, about the VM as it was typed', () => {
  const text = json({}, { typed: 'production/myVM', port: 2222 });
  expect(text).toContain('`/vm troubleshoot production/myVM port 2222` looks inside');
  expect(text).toContain('`/vm key production/myVM` asks for your public key to be let in');
});

describe('the fingerprint', () => {
  const ed25519 = { type: 'ssh-ed25519', base64: ed25519Key.split(' ')[1] ?? '' };

  test('is one of those that were approved', () => {
    const text = json({}, {}, [ed25519]);
    expect(text).toMatch(/only to one of these:\\n• `ED25519 key fingerprint is SHA256:[A-Za-z0-9+/]{43}`/);
    expect(text).not.toContain('None is approved');
  });

  test('is not that of a machine that is gone', () => {
    const text = json({}, {}, [ed25519], 'another');
    expect(text).toMatch(/made anew under its name\. `\/vm fingerprint myVM`/);
    expect(text).not.toContain('SHA256:');
  });

  test('or the way to have it approved', () => {
    expect(json({}, { typed: 'production/myVM' })).toContain('None is approved yet: `/vm fingerprint production/myVM`');
  });
});

test('a way that takes any host key says so, and where it is checked', () => {
  expect(json(bare)).toMatch(/That line takes any host key\. Through the tunnel below/);
  expect(json()).not.toContain('takes any host key');
});

test.each<[string, Partial<VmFacts>, string]>([
  ['on', { vm: { ...vm, passwordLogin: 'on' } }, 'not as secure as an SSH key pair, and not recommended'],
  ['not known', { vm: { ...vm, passwordLogin: 'unknown' } }, 'not as secure as an SSH key pair, and not recommended'],
  ['off', {}, 'it takes keys only'],
])('passwords are warned of: %s', (_name, over, words) => {
  expect(json(over)).toContain(words);
});

test.each<[string, Partial<VmFacts>, Partial<ConnectAsked>, RegExp]>([
  [
    'a VM that is off, on another port',
    { status: { ...status, power: 'stopped' } },
    { port: 2222 },
    /does not work yet.*`\/vm connect-check myVM from 203\.0\.113\.7 port 2222`/,
  ],
  [
    'no address of the person',
    { status: { ...status, power: 'stopped' } },
    { from: undefined },
    /`\/vm connect-check myVM`/,
  ],
  ['no public address', bare, {}, /information_source.*No public address leads/],
])('one line says what stands in the way: %s', (_name, over, more, words) => {
  expect(json(over, more)).toMatch(words);
});

test('systems are told apart only where they differ', () => {
  const text = json();
  expect(text.match(/Linux, macOS, WSL:/g)).toHaveLength(1);
  expect(text.match(/Windows PowerShell:/g)).toHaveLength(1);
  const odd = { vm: { ...vm, resourceGroup: 'a(b)', extensions } };
  expect(json(odd)).toMatch(
    /--resource-group 'a\(b\)'.*--resource-group '\\"a\(b\)\\"'.*--resource-group \\"a\(b\)\\"/,
  );
});

test('a line that a system cannot be given is left out for it alone', () => {
  const text = json({ vm: { ...vm, resourceGroup: "it's", extensions } });
  expect(text).toContain("--resource-group 'it'\\\\''s'");
  expect(text).not.toContain('--resource-group \\"');
});

describe('whatever things are called, it fits and nothing gets through', () => {
  const evil = {
    ...vm,
    id: hostile,
    name: hostile,
    resourceGroup: hostile,
    subscriptionId: hostile,
    adminUsername: hostile,
  };
  const named = { name: hostile, resourceGroup: hostile, subscription: hostile };
  const keys = Array.from({ length: 30 }, () => ({ type: hostile, base64: 'AAAA' }));
  test.each<[string, Partial<VmFacts>]>([
    [
      'a public address',
      { vm: { ...evil, extensions: [{ name: hostile, type: 'AADSSHLoginForLinux', provisioningState: hostile }] } },
    ],
    ['none', { ...bare, vm: evil }],
    [
      'a load balancer',
      { ...bare, vm: { ...evil, extensions }, forwards: [{ ...natRule, loadBalancer: hostile, rule: hostile }] },
    ],
    [
      'an address that is none',
      { vm: evil, nics: [nic({ ipConfigurations: [configuration({ publicIp: { ...publicIp, address: hostile } })] })] },
    ],
  ])('%s', (_name, over) => {
    for (const from of ['203.0.113.7', '10.0.0.9', undefined]) {
      shown(over, { vm: named, typed: hostile, from, port: 65535 }, keys);
    }
  });

  test('the longest names that Azure takes', () => {
    const long = { ...vm, name: 'n'.repeat(64), resourceGroup: `(${'g'.repeat(88)})`, extensions };
    const id = vm.id.replace('myResourceGroup', long.resourceGroup).replace('myVM', long.name);
    expect(json({ vm: { ...long, id } })).toContain(
      `az ssh vm --subscription ${vm.subscriptionId} --resource-group '(g`,
    );
    expect(json({ ...bare, vm: { ...long, id } })).toContain('az network bastion ssh');
  });

  test('a Windows VM', () => {
    expectFits(windowsVm(hostile));
  });
});
