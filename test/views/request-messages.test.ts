import { describe, expect, it } from 'vitest';
import type { RequestState } from '../../src/core/requests/request.ts';
import { transitions } from '../../src/core/requests/transitions.ts';
import { requestFiled } from '../../src/views/request-filed.ts';
import { plainNotice, requestNotice } from '../../src/views/request-notice.ts';
import { aRequest } from '../core/requests/a-request.ts';
import { expectFits } from './hostile.ts';
import { hostileRequest } from './hostile-request.ts';

const states = Object.keys(transitions) as RequestState[];

describe('requestFiled', () => {
  it('says for whom it waits, until when, and where the answer will be', () => {
    expect(requestFiled(aRequest()).text).toMatch(
      /^You asked to open port 22 of `web` .* It waits for 1 of <!subteam\^S0OPS> and lapses <!date.*You get a message/,
    );
  });

  it('says what has come of it already, and what to do now', () => {
    const ending = { message: '`web` is running.', hint: 'Run connect-check again.' };
    const filed = requestFiled(
      aRequest({ state: 'succeeded', action: 'start-vm', params: { from: '203.0.113.7', port: 22 }, ending }),
    );
    expect(filed.text).toBe('You asked to start `web`. It was carried out. `web` is running. Run connect-check again.');
  });

  it.each(states)('fits into a message, whatever is in it: %s', (state) => {
    expectFits(requestFiled(hostileRequest({ state })));
  });
});

describe('requestNotice', () => {
  it('says to the one who asked, and to others, what it is about', () => {
    const about = (audience: 'requester' | 'approvers') =>
      JSON.stringify(requestNotice(aRequest(), 'Done.', audience).blocks[1]);
    expect(about('requester')).toContain('You asked to open port 22 of `web`');
    expect(about('approvers')).toContain('<@U0ALICE> asked to open port 22 of `web`');
  });

  it('fits into a message, whatever is in it', () => {
    for (const audience of ['requester', 'approvers'] as const)
      expectFits(requestNotice(hostileRequest(), 'Done.', audience));
    expectFits(plainNotice('Done.'));
  });
});
