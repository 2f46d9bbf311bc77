import { describe, expect, it } from 'vitest';
import type { RequestState, VmRequest } from '../../src/core/requests/request.ts';
import { isOver, transitions } from '../../src/core/requests/transitions.ts';
import type { Audience } from '../../src/views/audience.ts';
import { requestCard } from '../../src/views/request-card.ts';
import { aGrant, aRequest, askedAtMs } from '../core/requests/a-request.ts';
import { expectFits } from './hostile.ts';
import { hostileRequest } from './hostile-request.ts';

const audiences: readonly Audience[] = ['approvers', 'requester'];
const states = Object.keys(transitions) as RequestState[];
const minute = 60_000;

function shown(request: VmRequest, audience: Audience = 'approvers'): string {
  return JSON.stringify(requestCard(request, audience).blocks);
}

function heading(request: VmRequest): string {
  const [block] = requestCard(request, 'approvers').blocks;
  return block?.type === 'header' ? block.text.text : '';
}

function buttons(request: VmRequest, audience: Audience) {
  const block = requestCard(request, audience).blocks.at(-1);
  if (block?.type !== 'actions') return [];
  return block.elements.flatMap((each) => (each.type === 'button' ? [each] : []));
}

const labels = (request: VmRequest, audience: Audience) => buttons(request, audience).map(({ text }) => text.text);
const bob = { by: 'U0BOB', verdict: 'approve', atMs: askedAtMs } as const;
const open = aGrant({ decisions: [bob], ending: { message: 'Open.', hint: 'Connect with `ssh a@b`' } });

describe('the heading of a card', () => {
  it.each<[string, VmRequest]>([
    [':hourglass_flowing_sand: Needs approval: port 22 of web', aRequest()],
    [':large_green_circle: Open: port 22 of web', open],
    [':lock: Closed: port 22 of web', aGrant({ state: 'closed' })],
    [':no_entry: Denied: start web', aRequest({ state: 'denied', action: 'start-vm' })],
    [':large_green_circle: In place: public IP of web', aGrant({ action: 'associate-public-ip' })],
    [':white_check_mark: Done: more time for port 22 of web', aRequest({ state: 'succeeded', extends: 'zyx' })],
    [
      ':rotating_light: Still open: port 22 of web',
      aGrant({ state: 'closing', closeTries: { times: 2, nextAtMs: askedAtMs, because: 'It is locked.' } }),
    ],
  ])('says first where it stands: %s', (words, request) => {
    expect(heading(request)).toBe(words);
  });
});

describe('a card', () => {
  it('tells approvers all that they decide on', () => {
    const card = shown(aRequest({ fromTypedAtMs: askedAtMs - 52 * minute, notes: ['Sessions stay open.'] }));
    for (const words of [
      '<@U0ALICE> asks to *open port 22 of `web` to `203.0.113.7` for 1 h*.',
      'Needs 1 of <!subteam^S0OPS>.',
      '*Why*  deploy',
      '*VM*  `web`, group `apps`, subscription `2d7e3c1a-5b64-4c9f-8f0e-3a9b1c2d4e5f`',
      '*From*  `203.0.113.7`, typed 52 min before the request',
      '*What changes in Azure*\\n•  Allow it\\n_After 1 h:_\\n•  Delete it',
      'Sessions stay open.',
      'Request `abcdefghij` · Digest `',
    ])
      expect(card).toContain(words);
  });

  it('names a subscription with the beginning of its id: names are not unique', () => {
    const { vm } = aRequest();
    expect(shown(aRequest({ vm: { ...vm, subscriptionName: 'Prod' } }))).toContain('`Prod` (`2d7e3c1a…`)');
  });

  it('counts the approvals that are there', () => {
    const two = { ...aRequest().policy, approvals: 2 };
    expect(shown(aRequest({ policy: two, decisions: [bob] }))).toContain('Approved by <@U0BOB> (1 of 2).');
  });

  it('shows no address where nothing is opened to one', () => {
    expect(shown(aRequest({ action: 'start-vm' }))).not.toContain('*From*');
  });

  it('gives the person who asked the ssh line, on a line of its own', () => {
    expect(shown(open, 'requester')).toContain('Approved by <@U0BOB>.\\nConnect with `ssh a@b`"');
    expect(shown(open, 'approvers')).not.toContain('ssh a@b');
  });

  it('says by whom and why it was denied, and no more what would have changed', () => {
    const denial = { by: 'U0BOB', verdict: 'deny', atMs: askedAtMs, reason: 'not at night' } as const;
    const card = shown(aRequest({ state: 'denied', decisions: [denial], notes: ['A note.'] }));
    expect(card).toContain('Denied by <@U0BOB>: not at night');
    expect(card).not.toMatch(/What changes|A note/);
  });

  it('says why it is still open, and when closing is tried again', () => {
    const closeTries = { times: 2, nextAtMs: askedAtMs, because: 'It is locked.' };
    expect(shown(aGrant({ state: 'closing', closeTries }))).toMatch(
      /\(try 2\): It is locked\. It is tried again <!date/,
    );
  });

  it('says of an extension until when', () => {
    expect(shown(aRequest({ extends: 'zyx', plan: { ...aRequest().plan, opensFromMs: askedAtMs, undo: [] } }))).toMatch(
      /It closes <!date.*instead of <!date/,
    );
  });

  it('says that nobody approved where nobody did', () => {
    const policy = { ...aRequest().policy, without: 'break-glass' } as const;
    expect(shown(aGrant({ policy }))).toContain('*Break-glass*: nobody approved it.');
  });

  it.each(states.flatMap((state) => audiences.map((audience) => [state, audience] as const)))(
    'fits into a message, whatever is in it: %s, for %s',
    (state, audience) => {
      for (const action of ['open-port', 'start-vm', 'associate-public-ip', 'create-nsg'] as const)
        expectFits(requestCard(hostileRequest({ state, action }), audience));
      expectFits(
        requestCard(
          hostileRequest({ state, extends: 'zyx', plan: { ...aRequest().plan, opensFromMs: askedAtMs, undo: [] } }),
          audience,
        ),
      );
      for (const without of ['auto', 'break-glass'] as const)
        expectFits(requestCard(hostileRequest({ state, policy: { ...aRequest().policy, without } }), audience));
    },
  );
});

describe('the buttons of a card', () => {
  it.each<[string, VmRequest, Audience, readonly string[]]>([
    ['whoever decides', aRequest(), 'approvers', ['Approve', 'Deny', 'Show exact request']],
    ['whoever asked', aRequest(), 'requester', ['Cancel', 'Show exact request']],
    ['whoever may close', open, 'approvers', ['Close now', 'Show exact request']],
    ['whoever has it open', open, 'requester', ["I'm done", 'Extend', 'Show exact request']],
    [
      'whoever has it open through Defender',
      aGrant({ plan: { ...open.plan, undo: [] } }),
      'requester',
      ['Show exact request'],
    ],
  ])('are for %s', (_, request, audience, expected) => {
    expect(labels(request, audience)).toEqual(expected);
  });

  it.each(states.filter(isOver))('are gone when it is over: %s', (state) => {
    for (const audience of audiences) expect(buttons(aRequest({ state }), audience)).toEqual([]);
  });

  it('carry the id of the request and nothing else, and are called by what they show', () => {
    for (const request of [aRequest(), open])
      for (const audience of audiences)
        for (const { value, text, accessibility_label: spoken } of buttons(request, audience)) {
          expect(value).toBe('abcdefghij');
          expect(spoken?.startsWith(text.text)).toBe(true);
        }
  });

  it('warn of what closing does: an address takes the connections with it', () => {
    const confirm = (request: VmRequest) => buttons(request, 'requester')[0]?.confirm?.text.text;
    expect(confirm(open)).toContain('Sessions that are open stay open.');
    expect(confirm(aGrant({ action: 'associate-public-ip' }))).toContain('connections through it with it');
  });
});
