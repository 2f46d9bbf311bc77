import { expect, test } from 'vitest';
import { changesSeen } from '../../../src/core/host-keys/changes-seen.ts';
import type { HostKey } from '../../../src/core/host-keys/host-key.ts';
import type { ServerView } from '../../../src/core/host-keys/server-view.ts';
import { sampleKeys } from './sample-keys.ts';

const { ed25519, rsa, otherEd25519 } = sampleKeys;
const machineId = 'id';
const pin = { vmId: '/vm', machineId, keys: [ed25519], requestId: 'abcdefghij', approvedBy: [], pinnedAtMs: 0 };
const at = '20.51.230.13 port 22';
const shows = (...strange: readonly HostKey[]): ServerView => ({ kind: 'disagrees', at, strange });
const agrees: ServerView = { kind: 'agrees', at };

test.each<[string, typeof pin | undefined, readonly HostKey[], ServerView, readonly string[]]>([
  ['nothing was approved', undefined, [ed25519], shows(otherEd25519), []],
  ['all is as it was approved', pin, [ed25519, rsa], agrees, []],
  ['the machine tells another one, and the server shows it', pin, [otherEd25519], agrees, ['azure']],
  ['the machine tells the approved one, and the server shows another', pin, [ed25519], shows(otherEd25519), ['server']],
  ['the two tell different ones', pin, [otherEd25519], shows(ed25519), ['azure']],
  ['the server shows a type that was never approved', pin, [ed25519], shows(rsa), []],
  ['the machine was made anew', { ...pin, machineId: 'gone' }, [otherEd25519], shows(rsa), []],
])('%s', (_, approved, keys, server, seenBy) => {
  expect(changesSeen(approved, { machineId, keys }, server).map((change) => change.seenBy.kind)).toEqual(seenBy);
});
