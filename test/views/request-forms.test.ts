import type { KnownBlock, ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { exactRequest } from '../../src/views/exact-request.ts';
import { offerForm, type RemediationFormContent, remediationForm } from '../../src/views/remediation-form.ts';
import { denyModal, extendModal } from '../../src/views/request-forms.ts';
import { aGrant, aRequest } from '../core/requests/a-request.ts';
import { expectFits, expectViewFits, hostile } from './hostile.ts';
import { hostileRequest } from './hostile-request.ts';

const json = (view: ModalView) => JSON.stringify(view.blocks);
const hour = 3_600_000;
const reason = { required: true, hint: undefined, initial: undefined };

function content(bend: Partial<RemediationFormContent> = {}): RemediationFormContent {
  return {
    pendingId: 'p1',
    isEmergency: false,
    remediation: 'open-port',
    vm: { name: 'jump', resourceGroup: 'production', subscriptionId: 's1', subscriptionName: 'Contoso' },
    port: 22,
    address: { initial: '203.0.113.7', isRecent: true },
    durations: [hour, 2 * hour],
    initialDurationMs: hour,
    mayStay: false,
    reason,
    ...bend,
  };
}

const hostileContent = content({
  vm: { name: hostile, resourceGroup: hostile, subscriptionId: hostile, subscriptionName: hostile },
  address: { initial: '2001:db8::7', isRecent: false },
  durations: Array.from({ length: 200 }, (_, at) => (at + 1) * hour),
  mayStay: true,
  reason: { required: false, hint: hostile, initial: 'deploy '.repeat(900) },
});

describe('the form that asks for a remediation', () => {
  it('says which machine is meant, as two may have one name', () => {
    expect(json(remediationForm(content()))).toContain(
      'Port 22 of `jump`, in group `production`, subscription `Contoso`.',
    );
  });

  it('asks for the address again when it was typed long ago', () => {
    const old = content({ address: { initial: '203.0.113.7', isRecent: false } });
    expect(json(remediationForm(old))).toContain('is it still yours?');
    expect(json(remediationForm(content()))).not.toContain('is it still yours?');
  });

  it('asks for neither address nor time where there is none', () => {
    const start = remediationForm(content({ remediation: 'start-vm', address: undefined, durations: [] }));
    expect(start.blocks.flatMap((each) => (each.type === 'input' ? [each.block_id] : []))).toEqual(['reason']);
  });

  it('begins with "it stays" where something may stay', () => {
    const stays = remediationForm(content({ mayStay: true, initialDurationMs: undefined }));
    expect(json(stays)).toMatch(/"initial_option":\{"text":\{[^}]*"It stays"/);
  });

  it('fits, whatever is in it', () => {
    expectViewFits(remediationForm(hostileContent));
    expectFits(offerForm(hostileContent));
  });
});

describe('the form for more time', () => {
  const limits = { durations: [hour], reason };

  it('says from when on, and that somebody approves it', () => {
    expect(json(extendModal(aGrant(), limits))).toMatch(/added to its end, <!date.*Somebody approves it first/);
  });

  it('fits, whatever is in it', () => {
    expectViewFits(extendModal(hostileRequest(), hostileContent));
  });
});

describe('the form for a denial', () => {
  it('says whose request it is, and wants a reason', () => {
    const form = denyModal(aRequest());
    expect(json(form)).toMatch(/<@U0ALICE> asks to open port 22.*"optional":false/);
    expect(form.private_metadata).toBe('abcdefghij');
  });

  it('fits, whatever is in it', () => {
    expectViewFits(denyModal(hostileRequest()));
  });
});

describe('the exact request', () => {
  const text = (view: ModalView) =>
    (view.blocks as KnownBlock[])
      .flatMap((each) => (each.type === 'section' ? [each.text?.text ?? ''] : []))
      .slice(1)
      .map((each) => each.replace(/^```\n|\n```$/g, ''))
      .join('\n');

  it('shows every character, and the whole digest', () => {
    const lines = Array.from({ length: 400 }, (_, at) => `line ${at} ${'x'.repeat(at % 90)}`).join('\n');
    const view = exactRequest(aRequest(), lines);
    expect(text(view)).toBe(lines);
    const long = `${'a && <b> '.repeat(450)}; rm -rf /srv/x`;
    const pieces = text(exactRequest(aRequest(), long));
    expect(pieces.replaceAll('\n', '')).toBe(
      long.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    );
    expect(json(view)).toContain(aRequest().digest);
  });

  it('says so when there is more than fits', () => {
    expect(json(exactRequest(aRequest(), 'x'.repeat(100_000)))).toContain('do not approve it');
    expect(json(exactRequest(aRequest(), 'x'.repeat(10_000)))).not.toContain('do not approve it');
  });

  it.each([hostile, `${hostile}\n`.repeat(20), '', '&'.repeat(60_000), '\n'.repeat(3000)])(
    'fits, whatever is in it',
    (each) => {
      expectViewFits(exactRequest(hostileRequest(), each));
    },
  );
});
