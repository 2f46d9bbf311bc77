import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { exactText } from '../../src/core/actions/exact-text.ts';
import { planDigest } from '../../src/core/actions/plan.ts';
import type { HostKey } from '../../src/core/host-keys/host-key.ts';
import { sameKeys } from '../../src/core/host-keys/judge-host-key.ts';
import { exactRequest } from '../../src/views/exact-request.ts';
import { type FingerprintReport, fingerprintReport } from '../../src/views/fingerprint-report.ts';
import { hostKeyAlarm } from '../../src/views/host-key-alarm.ts';
import { readingHostKeys, trustModal } from '../../src/views/host-key-messages.ts';
import { requestCard } from '../../src/views/request-card.ts';
import { sampleFingerprints, sampleKeys } from '../core/host-keys/sample-keys.ts';
import { aRequest } from '../core/requests/a-request.ts';
import { expectFits, expectViewFits, hostile } from './hostile.ts';

const { ed25519, ecdsa, rsa, otherEd25519 } = sampleKeys;
const keys: readonly HostKey[] = [ed25519, ecdsa, rsa];
const shownText = (shown: unknown) => JSON.stringify(shown);

const report: FingerprintReport = {
  vm: { name: 'myVM', resourceGroup: 'rg' },
  reading: {
    kind: 'read',
    keys,
    leftAside: [],
    toldBy: 'sshd',
    article: { kind: 'agrees', fingerprint: sampleFingerprints.ecdsa },
  },
  verdict: { kind: 'trusted', besides: [] },
  server: { kind: 'agrees', at: '20.51.230.13 port 22' },
  pin: { vmId: '/vm', machineId: 'id', keys, requestId: 'abcdefghij', approvedBy: ['U0BOB'], pinnedAtMs: 0 },
  known: { vmName: 'myVM', machineId: '0b5d6a3e-1', address: '20.51.230.13', port: 22, keys, user: 'azureuser' },
  mayBeAsked: false,
  opens: '/vm open rg/myVM from 198.51.100.10 for 15m',
  lookId: 'look',
  readingId: 'reading',
};

/** RSA keys as long as some have them. */
function longRsa(bits: number): HostKey {
  const { n = '', e = '' } = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });
  const field = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, bytes.length >> 8, bytes.length & 255]), bytes]);
  const modulus = Buffer.alloc(bits / 8, Buffer.from(n, 'base64url'));
  const blob = [Buffer.from('ssh-rsa'), Buffer.from(e, 'base64url'), modulus].map(field);
  return { type: 'ssh-rsa', base64: Buffer.concat(blob).toString('base64') };
}

describe('fingerprintReport', () => {
  it('shows every fingerprint with type and bits, what the article says, and what the proof is worth', () => {
    const text = shownText(fingerprintReport(report));
    for (const words of [
      `ED25519 256 ${sampleFingerprints.ed25519}`,
      `ECDSA 384 ${sampleFingerprints.ecdsa}`,
      `RSA 3072 ${sampleFingerprints.rsa}`,
      'ssh-keygen -lf /etc/ssh/ssh_host_ecdsa_key.pub',
      'shows the same keys',
      'not a VM that nobody broke into',
      '<@U0BOB>',
    ])
      expect(text).toContain(words);
  });

  it('shows of changed keys the old ones above the new ones, each on a line', () => {
    const verdict = { kind: 'changed', was: [ed25519], is: [otherEd25519] } as const;
    const reading = { ...report.reading, keys: [otherEd25519] };
    const text = shownText(fingerprintReport({ ...report, reading, verdict, known: undefined }));
    expect(text).toMatch(
      /has changed.*What was approved.*\\n• {2}`ED25519 256 SHA256:nEeG.*tells through Azure.*\\n• {2}`ED/,
    );
    expect(text.match(/SHA256:nEeG/g)).toHaveLength(1);
  });

  it('gives the lines for known_hosts in one box, to be copied at once', () => {
    const { blocks } = fingerprintReport(report);
    const boxes = blocks.filter((block) => shownText(block).includes('myvm-0b5d6a3e,20.51.230.13 '));
    expect(boxes).toHaveLength(1);
    expect(shownText(boxes).match(/myvm-0b5d6a3e,/g)).toHaveLength(3);
  });

  it('gives a trusted machine to the own client, each line whole', () => {
    const text = shownText(fingerprintReport(report));
    expect(text).toContain(`ED25519 key fingerprint is ${sampleFingerprints.ed25519}`);
    for (const { type, base64 } of keys) expect(text).toContain(`myvm-0b5d6a3e,20.51.230.13 ${type} ${base64}`);
    expect(text).toContain('HostKeyAlias myvm-0b5d6a3e');
    expect(text).not.toContain('Add a line');
  });

  it.each<[string, Partial<FingerprintReport>, RegExp, RegExp]>([
    ['nothing trusted', { known: undefined, pin: undefined, mayBeAsked: true }, /host-keys:trust/, /known_hosts/],
    ['nothing to ask for', {}, /host-keys:read/, /host-keys:trust/],
    [
      'no address',
      { known: { vmName: 'a', machineId: 'b', address: undefined, port: 22, keys, user: 'u' } },
      /No address leads/,
      /HostName/,
    ],
    [
      'a user that is not known',
      { known: { vmName: 'a', machineId: 'b', address: '10.0.0.4', port: 22, keys, user: undefined } },
      /Add a line `User`/,
      / {2}User /,
    ],
    [
      'changed keys that the server was not seen to show',
      {
        verdict: { kind: 'changed', was: [ed25519], is: [otherEd25519] },
        server: { kind: 'not-seen', because: 'No.' },
        known: undefined,
      },
      /rotating_light.*Let the bot reach the SSH port, with `\/vm open rg\/myVM from 198\.51\.100\.10/,
      /host-keys:trust/,
    ],
    [
      'something else at the address',
      { server: { kind: 'disagrees', at: 'a port 22', strange: [otherEd25519] } },
      /rotating_light.*shows another key/,
      /large_green_circle/,
    ],
    ['no article', { reading: { ...report.reading, article: { kind: 'none' } } }, /prints nothing there/, /prints `/],
  ])('with %s', (_, given, words, notThese) => {
    const text = shownText(fingerprintReport({ ...report, ...given }));
    expect(text).toMatch(words);
    expect(text).not.toMatch(notThese);
  });

  it.each([
    ['of 4096 bits', [longRsa(4096), longRsa(4096), ed25519], 3],
    ['of 16384 bits, which fit one by one only', [longRsa(16384), longRsa(16384), longRsa(16384), ed25519], 3],
    ['of 32768 bits, which do not fit', [longRsa(32768), ed25519], 1],
  ])('leaves out whole lines rather than cutting RSA keys %s', (_, long, whole) => {
    const known = { vmName: 'myVM', machineId: 'b', address: '10.0.0.4', port: 22, keys: long, user: 'u' };
    const message = fingerprintReport({ ...report, known, reading: { ...report.reading, keys: long } });
    expectFits(message);
    const text = shownText(message);
    expect(long.filter(({ base64 }) => text.includes(base64))).toHaveLength(whole);
    if (whole < long.length) expect(text).toMatch(/too long for Slack/);
  });

  it.each(['trusted', 'unpinned', 'other-machine', 'changed', 'other-type'] as const)(
    'fits, whatever is in it: %s',
    (kind) => {
      const odd = Array.from({ length: 40 }, (_, at) => ({ type: hostile, base64: `${at}` }));
      const message = fingerprintReport({
        ...report,
        vm: { name: hostile, resourceGroup: hostile },
        verdict: { kind, besides: odd, pinned: odd, was: odd, is: odd, shown: odd },
        server: { kind: 'disagrees', at: hostile, strange: odd },
        reading: {
          kind: 'read',
          keys: odd,
          toldBy: 'usual-files',
          leftAside: odd.map(() => ({ path: hostile, why: 'certificate' })),
          article: { kind: 'disagrees', fingerprint: hostile, computed: hostile },
        },
        pin: {
          vmId: hostile,
          machineId: hostile,
          keys: odd,
          requestId: 'abcdefghij',
          approvedBy: Array(30).fill(hostile),
          pinnedAtMs: 0,
        },
        known: { vmName: hostile, machineId: hostile, address: hostile, port: 22, keys: odd, user: hostile },
        mayBeAsked: kind !== 'changed',
        opens: hostile.slice(0, 300),
      });
      expectFits(message);
    },
  );
});

describe('the card of a request to trust host keys', () => {
  const vm = { ...aRequest().plan.vm, privateAddress: '' };
  const plan = { vm, writes: [], undo: [], act: { kind: 'pin', keys, replaces: [otherEd25519] } } as const;
  const hostKeys = { machineId: vm.vmId, keys, replaces: [otherEd25519], server: 'agrees', remarks: [] } as const;
  const request = aRequest({
    action: 'trust-host-key',
    params: { from: '', port: 22, hostKeys },
    plan,
    digest: planDigest(plan),
  });

  it('shows every fingerprint, the old ones too, and the VM', () => {
    const card = requestCard(request, 'approvers');
    expectFits(card);
    const text = shownText(card);
    expect(text.match(/SHA256:/g)).toHaveLength(4);
    expect(text).toMatch(/RSA 3072.*Instead of those.*ED25519 256/s);
    expect(text).toContain('`web`, group `apps`');
    expect(text).not.toContain('in Azure*');
  });

  it('has the whole keys in its exact request', () => {
    const view = exactRequest(request, exactText(plan));
    expectViewFits(view);
    const text = shownText(view);
    expect(
      sameKeys(
        keys.filter(({ base64 }) => text.includes(base64)),
        keys,
      ),
    ).toBe(true);
    expect(text).toContain('the bot does exactly this');
    expect(text).not.toContain('angle brackets');
  });
});

describe('the other messages', () => {
  const alarm = {
    vm: { name: 'myVM', resourceGroup: 'rg', subscriptionId: 's' },
    was: [ed25519],
    is: [otherEd25519],
    seenBy: { kind: 'server', at: '20.51.230.13 port 22' },
    lookId: 'look',
  } as const;

  it('the alarm has the old and the new fingerprint, harmless reasons and a button', () => {
    const text = shownText(hostKeyAlarm(alarm));
    expect(text).toMatch(/Approved.*SHA256:nEeGrmk.*Now.*SHA256:.*backup.*load balancer.*Ask Azure again/s);
  });

  it('fit, whatever is in them', () => {
    const odd = Array.from({ length: 40 }, () => ({ type: hostile, base64: hostile }));
    expectFits(
      hostKeyAlarm({
        ...alarm,
        vm: { name: hostile, resourceGroup: hostile, subscriptionId: hostile },
        was: odd,
        is: odd,
        seenBy: { kind: 'server', at: hostile },
      }),
    );
    expectFits(readingHostKeys(hostile));
    expectViewFits(
      trustModal({
        readingId: 'reading',
        vm: hostile,
        keys: odd,
        reason: { required: true, hint: hostile, initial: undefined },
      }),
    );
  });
});
