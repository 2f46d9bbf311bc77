import { expect, test } from 'vitest';
import { severityOf, type Weighed } from '../../../src/core/audit/severity-of.ts';

interface Row {
  readonly statement: string;
  readonly given?: Partial<Weighed>;
  readonly answer: ReturnType<typeof severityOf>;
}

const open = { verdict: 'open', kinds: ['all-internet'] } as const;
const partial = { verdict: 'partial', kinds: ['source-range'] } as const;
const way = { isOpen: true, verdict: 'open', power: 'running' } as const;
const shut = { ...way, isOpen: false } as const;
const usual: Weighed = {
  exposure: open,
  isByRouteAlone: false,
  isAttached: true,
  hasScaleSet: false,
  hasIpv6: false,
  paths: [way],
};

test.each<Row>([
  { statement: 'an open way to a running machine', answer: 'critical' },
  { statement: 'to one that starts', given: { paths: [{ ...way, power: 'starting' }] }, answer: 'critical' },
  { statement: 'to one that may run', given: { paths: [{ ...way, power: 'unknown' }] }, answer: 'critical' },
  { statement: 'to one of two', given: { paths: [shut, way] }, answer: 'critical' },
  { statement: 'to a stopped one', given: { paths: [{ ...way, power: 'stopped' }] }, answer: 'high' },
  { statement: 'to a deallocated one', given: { paths: [{ ...way, power: 'deallocated' }] }, answer: 'high' },
  { statement: 'to one that stops', given: { paths: [{ ...way, power: 'stopping' }] }, answer: 'high' },
  { statement: 'for a part of the internet', given: { paths: [{ ...way, verdict: 'partial' }] }, answer: 'high' },
  { statement: 'that may be open', given: { paths: [{ ...way, isOpen: 'unknown' }] }, answer: 'high' },
  {
    statement: 'a running machine for a part of them, a stopped one for all',
    given: {
      paths: [
        { ...way, verdict: 'partial' },
        { ...way, power: 'stopped' },
      ],
    },
    answer: 'high',
  },
  { statement: 'an open way through a partly open group', given: { exposure: partial }, answer: 'critical' },
  { statement: 'no way in', given: { paths: [shut] }, answer: 'medium' },
  { statement: 'nobody behind it', given: { paths: [] }, answer: 'medium' },
  { statement: 'no way in, and partly open', given: { exposure: partial, paths: [shut] }, answer: 'medium' },
  { statement: 'a scale set', given: { hasScaleSet: true, paths: [] }, answer: 'high' },
  { statement: 'not attached', given: { isAttached: false, paths: [] }, answer: 'low' },
  {
    statement: 'not attached, unknown',
    given: { exposure: { verdict: 'unknown', kinds: [] }, isAttached: false, paths: [] },
    answer: 'low',
  },
  { statement: 'unknown', given: { exposure: { verdict: 'unknown', kinds: [] }, paths: [] }, answer: 'medium' },
  {
    statement: 'IPv6 without IPv6 addresses',
    given: { exposure: { verdict: 'partial', kinds: ['ipv6'] }, paths: [shut] },
    answer: 'low',
  },
  {
    statement: 'IPv6 with them',
    given: { exposure: { verdict: 'partial', kinds: ['ipv6'] }, hasIpv6: true, paths: [shut] },
    answer: 'medium',
  },
  {
    statement: 'IPv6 and all of Azure',
    given: { exposure: { verdict: 'partial', kinds: ['ipv6', 'azure-cloud'] }, paths: [shut] },
    answer: 'medium',
  },
  { statement: 'by a route alone', given: { isByRouteAlone: true, paths: [shut] }, answer: 'info' },
  {
    statement: 'by a route alone, to a scale set: ways to its instances are not known',
    given: { isByRouteAlone: true, hasScaleSet: true, paths: [] },
    answer: 'high',
  },
  { statement: 'by a route, with a way in', given: { isByRouteAlone: true }, answer: 'critical' },
  {
    statement: 'narrow',
    given: { exposure: { verdict: 'narrow', kinds: ['source-range'] }, paths: [shut] },
    answer: 'info',
  },
  { statement: 'closed', given: { exposure: { verdict: 'closed', kinds: [] }, paths: [shut] }, answer: 'info' },
  {
    statement: 'closed, while admin rules let in all the same',
    given: { exposure: { verdict: 'closed', kinds: [] } },
    answer: 'critical',
  },
])('$statement: $answer', ({ given = {}, answer }) => {
  expect(severityOf({ ...usual, ...given })).toBe(answer);
});
