import { expect, test } from 'vitest';
import type { VmFacts } from '../../src/core/facts.ts';
import type { HostKey } from '../../src/core/host-keys/host-key.ts';
import { serverView } from '../../src/core/host-keys/server-view.ts';
import { lookAtServer } from '../../src/jobs/look-at-server.ts';
import { configuration, facts, nic, status } from '../core/checks/myvm.ts';
import { sampleKeys } from '../core/host-keys/sample-keys.ts';

const { ed25519, rsa } = sampleKeys;
const publicAddress = '20.51.230.13';
const nowhere: VmFacts = { ...facts, nics: [nic({ ipConfigurations: [] })] };
const own = configuration();
const withoutIp: VmFacts = {
  ...facts,
  nics: [nic({ ipConfigurations: [{ ...own, publicIp: undefined }] })],
};

async function look(from: VmFacts, isInside: boolean, shown: readonly HostKey[] = [ed25519]) {
  const asked: string[] = [];
  const seen = await lookAtServer(from, 22, {
    scan: async (address, port) => {
      asked.push(`${address}:${port}`);
      return { kind: 'scanned', keys: shown };
    },
    botAddress: undefined,
    isInside,
  });
  return { kind: serverView([ed25519, rsa], seen).kind, asked };
}

test.each<[string, VmFacts, boolean, { kind: string; asked: readonly string[] }]>([
  ['from outside by the public address', facts, false, { kind: 'agrees', asked: [`${publicAddress}:22`] }],
  ['from inside by the private one', facts, true, { kind: 'agrees', asked: [`${own.privateAddress}:22`] }],
  [
    'from inside also where there is no public one',
    withoutIp,
    true,
    { kind: 'agrees', asked: [`${own.privateAddress}:22`] },
  ],
  ['from outside not where there is none', withoutIp, false, { kind: 'not-seen', asked: [] }],
  ['nowhere without any address', nowhere, true, { kind: 'not-seen', asked: [] }],
  [
    'not while the VM is off',
    { ...facts, status: { ...status, power: 'deallocated' } },
    false,
    { kind: 'not-seen', asked: [] },
  ],
])('the server is looked at %s', async (_, from, isInside, seen) => {
  expect(await look(from, isInside)).toEqual(seen);
});

test('another key than the machine told is no agreement', async () => {
  expect((await look(facts, false, [sampleKeys.otherEd25519])).kind).toBe('disagrees');
});
