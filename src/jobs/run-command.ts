import type { ActOutcome, RunAct } from '../core/actions/act.ts';
import { cleanOutput } from '../core/commands/clean-output.ts';
import { endWords } from '../core/commands/end-words.ts';
import type { Captured, Executed } from '../core/commands/executed.ts';
import { wholeCharacters } from '../core/commands/whole-characters.ts';
import { endedByTimeout, wrapForGuest } from '../core/commands/wrap-for-guest.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { outputEnded, outputUnderWay } from '../views/output-message.ts';
import type { JobParts } from './job-parts.ts';
import { noteNotOpened } from './note-not-opened.ts';
import { onMachine } from './on-machine.ts';
import { type NamedFile, showOutput } from './show-output.ts';
import { whyNotOpened } from './why-not-opened.ts';

/** More than is shown while it runs: what a private key is, for instance, shows only where its beginning is there too. */
const tailBytes = 16_384;
/** The remote limit strikes first; this is for a machine that does not answer any more. */
const graceMs = 10_000;

/** Runs the command of a request, shows what it prints while it does, and says how it ended. */
export async function runCommand(
  request: VmRequest,
  act: RunAct,
  signal: AbortSignal,
  parts: JobParts,
): Promise<ActOutcome> {
  const shown = await showOutput(request, act, outputUnderWay(request, { tail: '', totalBytes: 0 }), parts);
  const { limits, command } = act;
  const seconds = limits.wallMs / 1000;
  const used = await onMachine(request, act, { signal, parts }, async (session) => {
    const sentAtMs = parts.clock.now();
    const executed = await session.run(wrapForGuest(command, { seconds }), {
      ...limits,
      wallMs: limits.wallMs + graceMs,
      signal,
      onOutput: (tail, totalBytes) =>
        shown.progress(() =>
          outputUnderWay(request, {
            tail: cleanOutput(wholeCharacters(tail(tailBytes), { start: totalBytes > tailBytes, end: true })),
            totalBytes,
          }),
        ),
    });
    const isLate = endedByTimeout(executed.end, { seconds, elapsedMs: parts.clock.now() - sentAtMs });
    return isLate ? { ...executed, end: { kind: 'timed-out', limit: 'wall' } as const } : executed;
  });
  if (used.kind !== 'used') {
    const outcome = whyNotOpened(request, act, used, signal);
    await noteNotOpened(request, act, used, parts);
    await shown.end(outputEnded(request, outcome, ''));
    return outcome;
  }
  const executed = used.result;
  const outcome = endWords(executed, limits, String(signal.reason));
  const text = textOf(executed.output);
  await shown.end(outputEnded(request, outcome, text), fileOf(request, executed, text));
  return outcome;
}

const cutStart = { start: true, end: false };
const cutEnd = { start: false, end: true };

function textOf({ head, tail, leftOutBytes }: Captured): string {
  if (leftOutBytes === 0) return cleanOutput(Buffer.concat([head, tail]));
  const [before, after] = [wholeCharacters(head, cutEnd), wholeCharacters(tail, cutStart)];
  return `${cleanOutput(before)}\n\n[... ${leftOutBytes} bytes are left out here ...]\n\n${cleanOutput(after)}`;
}

function fileOf({ vm, id }: VmRequest, { output }: Executed, text: string): NamedFile | undefined {
  if (output.totalBytes === 0) return undefined;
  return { name: `${vm.name}-${id}.txt`, bytes: Buffer.from(text) };
}
