import type { Azure } from '../azure/azure.ts';
import type { VmFacts } from '../core/facts.ts';
import { preflight } from '../core/guest-scripts/preflight.ts';
import { hostKeyScript } from '../core/host-keys/host-key-script.ts';
import { type HostKeyReading, type NoReading, parseHostKeyReading } from '../core/host-keys/parse-host-key-reading.ts';
import { inert } from '../core/text/escape.ts';

export interface ReadHostKeysParts {
  readonly azure: Pick<Azure, 'runScript'>;
  readonly newBytes: (count: number) => Uint8Array;
}

/** Has the machine itself tell its host keys, through Azure. @param facts read a moment ago */
export async function readHostKeys(
  facts: VmFacts,
  { azure, newBytes }: ReadHostKeysParts,
): Promise<HostKeyReading | NoReading> {
  const obstacle = preflight(facts);
  if (obstacle !== undefined) return obstacle;
  const sentinel = Buffer.from(newBytes(16)).toString('hex');
  const run = await azure.runScript(facts.vm, { body: hostKeyScript, sentinel, repeatable: true });
  if (run.kind !== 'ran')
    return refused(`The VM's host keys could not be read: ${sentence(run.because)}`, inert(run.hint));
  const { output } = run;
  switch (output.kind) {
    case 'foreign':
      return refused(`What came back is nothing to go by: ${sentence(output.because)}`, 'Ask again in a minute.');
    case 'cut':
      return refused(
        'The VM has more host keys than Azure gives back of them.',
        'Take those out of its SSH configuration that nobody needs, and ask again.',
      );
    case 'ended':
      if (output.status === 0) return parseHostKeyReading(output.stdout);
      return refused(
        `The VM's shell could not read its host keys: it ended with the status ${output.status}.`,
        'Look at the VM: its disk may be full, or its shell broken.',
      );
  }
}

function refused(problem: string, hint: string): NoReading {
  return { kind: 'refused', problem, hint };
}

function sentence(because: string): string {
  return `${inert(because).replace(/\.$/, '')}.`;
}
