import type { Clock } from '../clock.ts';
import { outputMessage } from '../core/guest-scripts/output-message.ts';
import { readScriptOutput } from '../core/guest-scripts/script-output.ts';
import { wrapScript } from '../core/guest-scripts/wrap-script.ts';
import { apiVersions } from '../core/remediations/api-versions.ts';
import type { Wait } from '../wait.ts';
import type { GuestScript, ScriptRun } from './script-run.ts';
import type { ArmRequest, AzureWrites, Sent } from './writes.ts';

export interface RunScriptParts {
  readonly writes: Pick<AzureWrites, 'send'>;
  readonly clock: Clock;
  readonly wait: Wait;
}

const usualDeadlineMs = 120_000;
/** Each is some tries over half a minute already, in `writes.send`. */
const mostRounds = 3;
const betweenRoundsMs = 5000;

/**
 * Runs a script on a VM as root, after the changes of that VM that were handed in before it.
 * @param vm its resource id, as in `VmFacts`
 */
export async function runScript(
  vm: { readonly id: string },
  script: GuestScript,
  parts: RunScriptParts,
): Promise<ScriptRun> {
  const { clock, wait, writes } = parts;
  const { sentinel, repeatable = false, deadlineMs = usualDeadlineMs } = script;
  const request: ArmRequest = {
    method: 'POST',
    path: `${vm.id}/runCommand`,
    apiVersion: apiVersions.compute,
    body: { commandId: 'RunShellScript', script: [wrapScript(script.body, sentinel)] },
  };
  const deadline = clock.deadline(deadlineMs);
  const endsAtMs = clock.now() + deadlineMs;
  // What was sent before may be what is in the way of what is sent now.
  let lost: ScriptRun | undefined;
  try {
    for (let round = 1; ; round++) {
      const sent = await writes.send(request, Math.max(0, endsAtMs - clock.now()));
      const told = runOf(sent, sentinel);
      const run = told.kind === 'not-run' ? (lost ?? told) : told;
      if (run.kind === 'unknown' || (run.kind === 'ran' && run.output.kind === 'foreign')) lost = run;
      const again = round < mostRounds && (sent.kind === 'busy' || (repeatable && mayEndOtherwise(sent, told)));
      if (!again || deadline.signal.aborted) return run;
      await wait(betweenRoundsMs, deadline.signal).catch(() => undefined);
      // What is known now would only become less so.
      if (deadline.signal.aborted || clock.now() >= endsAtMs) return run;
    }
  } finally {
    deadline.clear();
  }
}

/** Where Azure says itself what went wrong, it says so again. */
function mayEndOtherwise(sent: Sent, run: ScriptRun): boolean {
  const isLost = run.kind === 'unknown' && !('hint' in sent);
  return isLost || (run.kind === 'ran' && run.output.kind === 'foreign');
}

const look = 'It may have run, or be running still: look at the VM before you try again.';

function runOf(sent: Sent, sentinel: string): ScriptRun {
  switch (sent.kind) {
    case 'done': {
      const message = sent.output === undefined ? undefined : outputMessage(sent.output);
      if (message !== undefined) return { kind: 'ran', output: readScriptOutput(message, sentinel) };
      return { kind: 'unknown', because: 'Azure says that the script ran, and gives no output of it.', hint: look };
    }
    case 'refused':
      return { kind: 'not-run', because: sent.because, hint: sent.hint };
    case 'busy':
    case 'outdated':
      return { kind: 'not-run', because: sent.because, hint: 'Try again in a minute.' };
    case 'unknown':
      return { kind: 'unknown', because: sent.because, hint: sent.hint ?? look };
  }
}
