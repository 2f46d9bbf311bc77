import type { HostKeyParams } from '../actions/action.ts';
import type { HostKeyVerdict } from './judge-host-key.ts';
import type { HostKeyReading } from './parse-host-key-reading.ts';
import type { Pin } from './pin.ts';
import { readingRemarks } from './reading-remarks.ts';
import { type ServerView, serverWords } from './server-view.ts';

/** What is asked for when these keys are to be trusted. @param machineId Azure's unique id of the machine they were read from */
export function trustParams(
  machineId: string,
  reading: HostKeyReading,
  pin: Pin | undefined,
  server: ServerView,
): HostKeyParams {
  const remarks = [serverWords(server), ...readingRemarks(reading)];
  return { machineId, keys: reading.keys, replaces: pin?.keys ?? [], server: server.kind, remarks };
}

/** Whether there is anything to ask for. Where keys were approved before, Azure's word alone does not replace them. */
export function mayBeAsked(verdict: HostKeyVerdict, { replaces, server }: HostKeyParams): boolean {
  const isDone = verdict.kind === 'trusted' && verdict.besides.length === 0;
  return !isDone && (replaces.length === 0 || server === 'agrees');
}
