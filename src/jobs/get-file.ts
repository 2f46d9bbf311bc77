import type { ActOutcome, GetAct } from '../core/actions/act.ts';
import { fileWallMs } from '../core/commands/limits.ts';
import { readWords } from '../core/commands/read-words.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { oneLine } from '../core/text/escape.ts';
import { outputEnded, outputUnderWay } from '../views/output-message.ts';
import type { JobParts } from './job-parts.ts';
import { noteNotOpened } from './note-not-opened.ts';
import { onMachine } from './on-machine.ts';
import { showOutput } from './show-output.ts';
import { whyNotOpened } from './why-not-opened.ts';

/** Reads the file of a request and puts it, byte for byte, into the thread of a message that says how it went. */
export async function getFile(
  request: VmRequest,
  act: GetAct,
  signal: AbortSignal,
  parts: JobParts,
): Promise<ActOutcome> {
  const shown = await showOutput(request, act, outputUnderWay(request, { tail: '', totalBytes: 0 }), parts);
  const used = await onMachine(request, act, { signal, parts }, (session) =>
    session.readFile(act.path, { bytes: act.mostBytes, wallMs: fileWallMs, signal }),
  );
  if (used.kind !== 'used') {
    const outcome = whyNotOpened(request, act, used, signal);
    await noteNotOpened(request, act, used, parts);
    await shown.end(outputEnded(request, outcome, ''));
    return outcome;
  }
  const read = used.result;
  const outcome = readWords(read, act, String(signal.reason));
  const isThere = read.kind === 'read' && read.bytes.length > 0;
  await shown.end(
    outputEnded(request, outcome, ''),
    isThere ? { name: fileName(act.path), bytes: read.bytes } : undefined,
  );
  return outcome;
}

/** Nothing in a name makes another ending of it than it has: what turns text around is shown as its number. */
function fileName(path: string): string {
  return oneLine(path.slice(path.lastIndexOf('/') + 1)) || 'file';
}
