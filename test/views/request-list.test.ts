import { describe, expect, it } from 'vitest';
import type { RequestState, VmRequest } from '../../src/core/requests/request.ts';
import { transitions } from '../../src/core/requests/transitions.ts';
import { requestList } from '../../src/views/request-list.ts';
import { aGrant, aRequest, askedAtMs } from '../core/requests/a-request.ts';
import { expectFits } from './hostile.ts';
import { hostileRequest } from './hostile-request.ts';

const list = (requests: readonly VmRequest[], viewer = 'U0ALICE') =>
  requestList({ title: 'Open now', empty: 'Nothing is open.', requests, viewer, nowMs: askedAtMs + 15 * 60_000 });
const json = (requests: readonly VmRequest[], viewer?: string) => JSON.stringify(list(requests, viewer).blocks);

describe('requestList', () => {
  it('says what is open, to whom, and for how long', () => {
    expect(json([aGrant()], 'U0BOB')).toMatch(
      /<@U0ALICE>.*open port 22 of `web`.*It is open, 45 min left \(until <!date/,
    );
    expect(json([aGrant()])).toContain('*You*: open port 22');
  });

  it.each<[string, VmRequest, string, string | undefined]>([
    ['mine that waits', aRequest(), 'U0ALICE', 'Cancel'],
    ['one that waits', aRequest(), 'U0BOB', 'Show exact request'],
    ['mine that is open', aGrant(), 'U0ALICE', "I'm done"],
    ['one that is open', aGrant(), 'U0BOB', 'Close now'],
    ['one that Defender opened', aGrant({ plan: { ...aGrant().plan, undo: [] } }), 'U0ALICE', undefined],
    ['one that is over', aRequest({ state: 'denied' }), 'U0ALICE', undefined],
  ])('has the one button that makes sense: %s', (_, request, viewer, label) => {
    const [, row] = list([request], viewer).blocks;
    const button = row?.type === 'section' && row.accessory?.type === 'button' ? row.accessory : undefined;
    expect(button?.text.text).toBe(label);
    expect(button?.value).toBe(label === undefined ? undefined : 'abcdefghij');
  });

  it('says that there are none, and how many are not shown', () => {
    expect(list([]).text).toBe('Nothing is open.');
    const many = Array.from({ length: 20 }, (_, at) => aGrant({ id: `abcdefgh${at}` }));
    expect(json(many)).toContain('5 more are not shown.');
  });

  it.each(Object.keys(transitions) as RequestState[])('fits into a message, whatever is in it: %s', (state) => {
    const many = Array.from({ length: 50 }, (_, at) => hostileRequest({ state, id: `abcdefgh${at}` }));
    expectFits(list(many));
    expectFits(list(many, many[0]?.requester));
  });
});
