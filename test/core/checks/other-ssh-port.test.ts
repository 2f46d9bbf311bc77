import { describe, expect, it } from 'vitest';
import { otherSshPort } from '../../../src/core/checks/other-ssh-port.ts';
import { portOpenToCaller } from '../../../src/core/checks/port-open-to-caller.ts';
import type { SecurityRule } from '../../../src/core/facts.ts';
import { configuration, input, natRule, nic, nsg, rule, subnetWith } from './myvm.ts';

const withRules = (...rules: SecurityRule[]) => ({ nics: [nic({ nsg: nsg(rules) })] });
const alt = rule({ name: 'alt', destinationPorts: ['2222'] });

describe('another port to try', () => {
  it.each<[string, Parameters<typeof input>, number | undefined]>([
    ['one that a rule opens to the caller', [withRules(alt)], 2222],
    ['not one that the rule opens to others', [withRules({ ...alt, sources: ['192.0.2.0/24'] })], undefined],
    ['not one that a rule in front closes', [withRules({ ...alt, access: 'Deny', priority: 100 }, alt)], undefined],
    ['not one that does not look like SSH', [withRules({ ...alt, destinationPorts: ['443'] })], undefined],
    ['any that a rule calls SSH', [withRules({ ...alt, name: 'ssh-over-443', destinationPorts: ['443'] })], 443],
    ['not a range', [withRules({ ...alt, destinationPorts: ['2000-3000'] })], undefined],
    ['22, when another port was asked for', [withRules(rule()), { port: 2222 }], 22],
    ['never the port that was asked for', [withRules(alt), { port: 2222 }], undefined],
    [
      'not one that the other group closes',
      [{ nics: [nic({ nsg: nsg([alt]), ipConfigurations: [configuration({ subnet: subnetWith(nsg([])) })] })] }],
      undefined,
    ],
    [
      'not one that no public address leads to',
      [
        {
          nics: [nic({ nsg: nsg([alt]), ipConfigurations: [configuration({ publicIp: undefined })] })],
          forwards: [natRule],
        },
      ],
      undefined,
    ],
  ])('%s', (_, given, port) => {
    expect(otherSshPort(input(...given))).toBe(port);
  });

  it('is named in the answer about the closed one', () => {
    expect(portOpenToCaller.evaluate(input(withRules(alt)))).toMatchObject({
      status: 'fail',
      fix: 'open-port',
      todo: expect.stringContaining('`port 2222`'),
    });
  });
});

describe('one group on the subnet and the interface', () => {
  const both = nsg([]);
  const outcome = portOpenToCaller.evaluate(
    input({ nics: [nic({ nsg: both, ipConfigurations: [configuration({ subnet: subnetWith(both) })] })] }),
  );

  it('is opened once, and named once', () => {
    expect(outcome.command?.split('\n')).toHaveLength(1);
    expect(outcome.because?.match(/myNSG/g)).toHaveLength(1);
    expect(outcome.because).toMatch(/on its subnet and on its network interface/);
  });
});
