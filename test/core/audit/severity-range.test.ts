import { expect, test } from 'vitest';
import { severityRange } from '../../../src/core/audit/severity-range.ts';

const weighed = {
  exposure: { verdict: 'open', kinds: ['all-internet'] },
  isByRouteAlone: false,
  isAttached: true,
  hasScaleSet: false,
  hasIpv6: false,
} as const;
const way = { isOpen: true, verdict: 'open', power: 'running' } as const;
type Way = Parameters<typeof severityRange>[0]['paths'][number];

test.each<[string, readonly Way[], ReturnType<typeof severityRange>]>([
  ['all is known', [way], { severity: 'critical' }],
  ['a machine may run', [{ ...way, power: 'unknown' }], { severity: 'critical', atLeast: 'high' }],
  ['a machine runs, and another may', [{ ...way, power: 'unknown' }, way], { severity: 'critical' }],
  ['admin rules may stop it', [{ ...way, adminRulesUnread: 'forbidden' }], { severity: 'critical', atLeast: 'medium' }],
  ['a group may stop it', [{ ...way, isOpen: 'unknown' }], { severity: 'high', atLeast: 'medium' }],
  [
    'admin rules may stop what is shut',
    [{ ...way, isOpen: false, adminRulesUnread: 'forbidden' }],
    { severity: 'medium' },
  ],
])('says how bad it may be, and how bad it is for certain: %s', (_, paths, range) => {
  expect(severityRange({ ...weighed, paths })).toEqual(range);
});
