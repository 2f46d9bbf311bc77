import { describe, expect, it } from 'vitest';
import type { VmFacts } from '../../src/core/facts.ts';
import { sshCommand } from '../../src/core/ssh-command.ts';
import { configuration, facts, natRule, nic, publicIp, vm } from './checks/myvm.ts';

const bare = { nics: [nic({ ipConfigurations: [configuration({ publicIp: undefined })] })] };
const { adminUsername: _, ...nameless } = vm;

describe('sshCommand', () => {
  it.each<[string, Partial<VmFacts>, string, number, string | undefined]>([
    ["the article's", {}, '203.0.113.7', 22, 'ssh azureuser@20.51.230.13'],
    ['another port', {}, '203.0.113.7', 2222, 'ssh -p 2222 azureuser@20.51.230.13'],
    ['a NAT rule', { ...bare, forwards: [natRule] }, '203.0.113.7', 22, 'ssh -p 50001 azureuser@20.51.230.99'],
    [
      'IPv6',
      { nics: [nic({ ipConfigurations: [configuration({ publicIp: { ...publicIp, address: '2001:db8::4' } })] })] },
      '2001:db8::7',
      22,
      'ssh azureuser@2001:db8::4',
    ],
    ['a caller inside', {}, '10.9.9.9', 22, 'ssh azureuser@10.0.0.4'],
    ['no public address', bare, '203.0.113.7', 22, undefined],
    ['no user name', { vm: nameless }, '203.0.113.7', 22, 'ssh USERNAME@20.51.230.13'],
    [
      'a user name whose end a shell would read with the @',
      { vm: { ...vm, adminUsername: 'svc$' } },
      '203.0.113.7',
      22,
      'ssh USERNAME@20.51.230.13',
    ],
    [
      'a user name that a shell would run',
      { vm: { ...vm, adminUsername: '-oProxyCommand=x' } },
      '203.0.113.7',
      22,
      'ssh USERNAME@20.51.230.13',
    ],
  ])('%s', (_name, over, from, port, line) => {
    const command = sshCommand({ ...facts, ...over }, from, port);
    expect(command?.line).toBe(line);
    expect(command?.hint !== undefined).toBe(line?.includes('USERNAME') ?? false);
  });
});
