import { expect, test } from 'vitest';
import { judgePath, type PathLayers } from '../../../src/core/audit/judge-path.ts';
import type { AdminRule, SecurityRule } from '../../../src/core/facts.ts';
import { usualThresholds } from '../../../src/core/net/exposure.ts';
import { hostAt } from '../../../src/core/net/through-layer.ts';
import { adminRule, nsg, rule } from '../net/make.ts';

const host = hostAt('10.0.0.4', []) as NonNullable<ReturnType<typeof hostAt>>;
const deny = (name: string, parts: Partial<SecurityRule> = {}) => rule({ name, access: 'Deny', ...parts });
const admin = (...rules: readonly AdminRule[]): PathLayers['adminRules'] => ({
  kind: 'admin-rules',
  vnetId: '/n',
  rules,
});
const open = nsg('open', rule());
const office = rule({ name: 'office', sources: ['203.0.113.0/24'] });

test.each<[string, Partial<PathLayers>, Partial<PathLayers['host']> | undefined, unknown]>([
  [
    'a Deny of the group',
    { nicNsg: nsg('n', deny('no'), rule({ priority: 200 })) },
    undefined,
    { name: 'n', rule: 'no' },
  ],
  [
    'a Deny at the end',
    { nicNsg: nsg('n', office, deny('rest', { priority: 4096 })) },
    undefined,
    { name: 'n', rule: 'rest' },
  ],
  ['no rule of its own', { nicNsg: nsg('n', office) }, undefined, { name: 'n', rule: 'DenyAllInBound' }],
  [
    'of several the one that keeps out most',
    {
      subnetNsg: nsg(
        's',
        deny('some', { sources: ['203.0.113.0/24'] }),
        deny('half', { priority: 110, sources: ['0.0.0.0/1'] }),
        deny('most', { priority: 120 }),
      ),
    },
    undefined,
    { layer: 'subnet-nsg', name: 's', rule: 'half' },
  ],
  [
    'what the layer before left',
    {
      subnetNsg: nsg('s', rule({ sources: ['0.0.0.0/1'] })),
      nicNsg: nsg('n', deny('low', { sources: ['0.0.0.0/1'] }), deny('high', { priority: 110 })),
    },
    undefined,
    { layer: 'nic-nsg', name: 'n', rule: 'low' },
  ],
  [
    'for another host',
    {
      nicNsg: nsg(
        'n',
        deny('there', { destinations: ['10.0.0.5'] }),
        deny('here', { priority: 110, destinations: ['10.0.0.4'] }),
      ),
    },
    undefined,
    { rule: 'here' },
  ],
  [
    'an admin rule',
    {
      nicNsg: open,
      adminRules: admin(
        adminRule({ name: 'web', destinationPorts: ['443'] }),
        adminRule({ name: 'ssh', sources: ['Internet'] }),
      ),
    },
    undefined,
    { layer: 'admin-rules', rule: 'ssh' },
  ],
  [
    'over IPv6',
    { nicNsg: nsg('n', deny('six', { sources: ['::/0'] }), rule({ priority: 200 })) },
    hostAt('fd00::4', []),
    { name: 'n', rule: 'six' },
  ],
])('the rule that stops a way is told: %s', (_, layers, at, expected) => {
  const judged = judgePath({
    host: { ...host, ...at },
    way: { sku: 'Standard' },
    adminRules: undefined,
    subnetNsg: undefined,
    nicNsg: undefined,
    context: { port: 22, thresholds: usualThresholds },
    ...layers,
  });
  expect(judged).toMatchObject({ isOpen: false, stoppedBy: expected });
});
