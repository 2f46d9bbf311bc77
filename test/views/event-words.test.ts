import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/canonical-json.ts';
import { type EventKind, eventKinds } from '../../src/core/requests/event.ts';
import { eventWords } from '../../src/views/event-words.ts';
import { plainNotice } from '../../src/views/request-notice.ts';
import { askedAtMs } from '../core/requests/a-request.ts';
import { expectFits, hostile } from './hostile.ts';

const told = (kind: EventKind, data: { readonly [key: string]: Json }, actor = 'U0BOB') =>
  ({ kind, atMs: askedAtMs, actor, data }) as const;
const opened = told('opened', { message: 'Open to `203.0.113.7`.', hint: 'Connect with `ssh a@b`', closesAtMs: 0 });

describe('eventWords', () => {
  it.each<[string, Parameters<typeof eventWords>]>([
    [
      'Approved by <@U0BOB>, digest `0123456789ab`.',
      [told('approved', { needed: 1, given: 1, digest: '0123456789abcd' })],
    ],
    ['Approved by <@U0BOB> (1 of 2), digest', [told('approved', { needed: 2, given: 1, digest: '0123456789abcd' })]],
    ['Denied by <@U0BOB>: not at night', [told('denied', { reason: 'not at night' })]],
    ['sessions that are open then stay open.\nConnect with `ssh a@b`', [opened]],
    ['It is taken away by itself', [opened, 'associate-public-ip']],
    ['Closed. Nobody new gets in.', [told('closed', { message: 'Nobody new gets in.' })]],
    ['It closes by itself in 9 min, ', [told('end-announced', { closesAtMs: askedAtMs + 9 * 60_000 })]],
    [':white_check_mark:  It exited', [told('act-ended', { message: 'It exited.', end: 'exited', status: 0 })]],
    [':warning:  It exited', [told('act-ended', { message: 'It exited.', end: 'exited', status: 3 })]],
    [':warning:  By a signal', [told('act-ended', { message: 'By a signal.', end: 'signalled' })]],
    [':x:  It was lost', [told('act-ended', { message: 'It was lost.', failed: true })]],
    ['more time with *Extend*', [told('end-announced', { closesAtMs: 0, mayBeProlonged: true })]],
  ])('says %s', (words, args) => {
    expect(eventWords(...args)).toContain(words);
  });

  it('offers more time only where more can be given', () => {
    const end = told('end-announced', { closesAtMs: askedAtMs + 60_000, mayBeProlonged: false });
    expect(eventWords(end, 'associate-public-ip')).toMatch(/It is taken away by itself in 1 min, [^*]*$/);
  });

  it.each(eventKinds)('fits into a message, whatever is in it: %s', (kind) => {
    const texts = Object.fromEntries(
      ['reason', 'message', 'hint', 'because', 'what', 'says', 'digest', 'hash', 'vm'].map((key) => [key, hostile]),
    );
    const lists = Object.fromEntries(
      ['keys', 'was', 'is'].map((key) => [key, Array.from({ length: 20 }, () => hostile)]),
    );
    const data = {
      ...texts,
      ...lists,
      closesAtMs: 0,
      nextAtMs: 0,
      lapsesAtMs: 0,
      times: 3,
      seq: 7,
      given: 1,
      needed: 2,
    };
    expectFits(plainNotice(eventWords(told(kind, data, hostile))));
    expectFits(plainNotice(eventWords(told(kind, {}, 'drawbridge'))));
  });
});
