import type { Caller } from '../core/text/parse-caller.ts';
import type { RememberedAddress } from '../store/store.ts';
import type { Tools } from './subcommand.ts';

/** The address that was typed now, which is remembered; else the one that the person typed before, if any. */
export async function callerOf(
  typed: Caller | undefined,
  userId: string,
  { store, clock }: Pick<Tools, 'store' | 'clock'>,
): Promise<RememberedAddress | undefined> {
  if (typed === undefined) return store.addresses.get(userId);
  const caller = { ...typed, typedAtMs: clock.now() };
  await store.addresses.set(userId, caller);
  return caller;
}
