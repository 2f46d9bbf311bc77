import { type CheckResult, runChecks } from '../../src/core/checks/run-checks.ts';
import { probeTarget } from '../../src/core/checks/should-probe.ts';
import { type Verdict, verdictOf } from '../../src/core/checks/verdict.ts';
import type { VmFacts } from '../../src/core/facts.ts';
import { type SshCommand, sshCommand } from '../../src/core/ssh-command.ts';
import { connectCheckReport } from '../../src/views/connect-check-report.ts';
import type { Message } from '../../src/views/message.ts';
import type { Connected } from '../azure/connected-azure.ts';
import { expectFits } from '../views/hostile.ts';

export interface Look {
  readonly facts: VmFacts;
  readonly results: readonly CheckResult[];
  /** Status by id of the check. */
  readonly statuses: Readonly<Record<string, CheckResult['status']>>;
  readonly verdict: Verdict;
  readonly ssh: SshCommand | undefined;
  readonly message: Message;
}

/** What the handler does between a name and a card, but for the probe: that needs machines that answer. */
export async function look({ azure }: Connected, name: string, from = '203.0.113.7', port = 22): Promise<Look> {
  const { matches } = await azure.findVms({ kind: 'plain', name });
  const [vm, ...others] = matches;
  if (vm === undefined || others.length > 0) throw new Error(`${matches.length} VMs are called ${name}`);
  const facts = await azure.readFacts(vm);
  const botAddress = '198.51.100.10';
  const target = probeTarget(facts, port, botAddress);
  const because = target.kind === 'skip' ? target.because : 'Not tried here.';
  const results = runChecks({ facts, from, port, botAddress, probe: { kind: 'skipped', because } });
  const verdict = verdictOf(results, facts.vm.name, from);
  const ssh = sshCommand(facts, from, port);
  const place = { name: facts.vm.name, resourceGroup: vm.resourceGroup, location: facts.vm.location };
  const message = connectCheckReport({
    id: 'r1',
    vm: { ...place, subscriptionId: vm.subscriptionId },
    from,
    remembered: false,
    port,
    askedBy: 'U0ALICE',
    atMs: 0,
    verdict,
    results,
    ssh,
  });
  expectFits(message);
  for (const { status, todo, id } of results) {
    if (['fail', 'warn', 'unknown'].includes(status) && !todo) throw new Error(`${id} says not what to do`);
  }
  return {
    facts,
    results,
    statuses: Object.fromEntries(results.map(({ id, status }) => [id, status])),
    verdict,
    ssh,
    message,
  };
}
