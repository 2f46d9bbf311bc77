import type { HostKey } from './host-key.ts';
import { judgeHostKey } from './judge-host-key.ts';
import type { Pin } from './pin.ts';
import type { ServerView } from './server-view.ts';

/** A key in the place of an approved one. */
export interface KeyChange {
  /** The approved keys of the types that changed, and what is shown instead. */
  readonly was: readonly HostKey[];
  readonly is: readonly HostKey[];
  /** Who shows it: the machine through Azure, or whatever answers at an address. */
  readonly seenBy: { readonly kind: 'azure' } | { readonly kind: 'server'; readonly at: string };
}

/** It may show on either of the two ways. A machine that was made anew has no approved keys that could have changed. */
export function changesSeen(
  pin: Pin | undefined,
  told: { readonly machineId: string; readonly keys: readonly HostKey[] },
  server: ServerView,
): KeyChange[] {
  const seen = [
    { keys: told.keys, seenBy: { kind: 'azure' } as const },
    ...(server.kind === 'disagrees'
      ? [{ keys: server.strange, seenBy: { kind: 'server', at: server.at } as const }]
      : []),
  ];
  return seen.flatMap(({ keys, seenBy }) => {
    const verdict = judgeHostKey(pin, { machineId: told.machineId, keys });
    return verdict.kind === 'changed' ? [{ was: verdict.was, is: verdict.is, seenBy }] : [];
  });
}
