import type { HostKeyVerdict } from './judge-host-key.ts';
import { keyName } from './key-words.ts';

interface Words {
  /** One sentence: what is so. */
  readonly message: string;
  /** What follows from it, in a sentence or two. */
  readonly hint: string;
}

/** What a changed key mostly comes from. */
export const harmlessReasons: readonly string[] = [
  'the VM was re-imaged, or its disk restored from a backup or swapped',
  'somebody made its host keys anew (`ssh-keygen -A`, or cloud-init after a new image)',
  'the address belongs to another machine by now',
  'a load balancer in front leads to another machine',
];

/** @param vm as it stands in a sentence */
export function verdictWords(verdict: HostKeyVerdict, vm: string): Words {
  switch (verdict.kind) {
    case 'unpinned':
      return {
        message: `No host key of ${vm} is trusted yet.`,
        hint: 'Have these approved: from then on they are what the bot compares with, and what it can tell others.',
      };
    case 'trusted':
      return {
        message: `These are the keys that were approved for ${vm}.`,
        hint:
          verdict.besides.length === 0
            ? 'It is safe to connect if your client shows one of them.'
            : `Not approved yet is ${listed(verdict.besides.map(keyName))}: have all of them approved, or connect with one that is.`,
      };
    case 'other-machine':
      return {
        message: `${vm} is not the machine whose host keys were approved: it was made anew under the same name.`,
        hint: 'That its keys are others is to be expected then. Nothing of the old approval holds for it; have these approved.',
      };
    case 'changed':
      return {
        message: `*The host key of ${vm} has changed*.`,
        hint: `Do not connect before somebody knows why. Mostly ${harmlessReasons.join('; or ')}.`,
      };
    case 'other-type':
      return {
        message: `${vm} has no host key of a type that was approved (${listed(verdict.pinned.map(keyName))}): it has ${listed(verdict.shown.map(keyName))}, which nobody approved.`,
        hint: "Mostly somebody changed the SSH server's configuration. Have these approved if you know of that.",
      };
  }
}

function listed(names: readonly string[]): string {
  return [...new Set(names)].join(', ');
}
