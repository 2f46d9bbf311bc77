import type { Act, OverSsh } from '../actions/act.ts';
import type { ActionParams, OverSshParams, Planned, PlanRefusal } from '../actions/action.ts';
import { boundVm } from '../actions/bound-vm.ts';
import type { Plan } from '../actions/plan.ts';
import { refused, refusedUnread } from '../actions/plan-refusal.ts';
import { targetOf } from '../checks/target-of.ts';
import { wayForBot } from '../checks/way-for-bot.ts';
import { type Endpoint, endpointsOf, familyOf, rankEndpoints } from '../endpoints.ts';
import type { VmFacts } from '../facts.ts';
import { openPort } from '../remediations/open-port.ts';
import { withoutOwnDoing } from '../remediations/without-own-doing.ts';
import { durationWords } from '../text/duration.ts';
import { code } from '../text/escape.ts';
import { whyNoSsh } from './why-no-ssh.ts';

/** How the bot itself gets to sshd, and what has to be opened for that. */
export interface BotWay {
  readonly kind: 'way';
  readonly vm: Plan['vm'];
  readonly address: string;
  readonly port: number;
  /** What opens the port to the bot, and closes it again; nothing where it is open, or where nobody can tell. */
  readonly opening: Pick<Plan, 'writes' | 'undo' | 'opensForMs'>;
  readonly notes: readonly string[];
}

const alreadyOpen = { writes: [], undo: [] } as const;
/** What is opened for a command stays open a little longer than the command may take: making the rule takes time as well. */
const marginMs = 2 * 60_000;
/** Microsoft Defender opens for no less. */
const shortestMs = 5 * 60_000;

/**
 * @param over how the bot goes, as configured
 * @param lastsMs how long the connection is needed at most
 */
export function botWay(
  facts: VmFacts,
  over: OverSshParams,
  { port, requestId, lastsMs }: { port: number; requestId: string; lastsMs: number },
): BotWay | PlanRefusal {
  const before = withoutOwnDoing(facts, requestId);
  const obstacle = whyNoSsh(before);
  if (obstacle !== undefined) return obstacle;
  return over.isInside ? insideWay(before, port) : outsideWay(before, over.egress, { port, requestId, lastsMs });
}

function insideWay(facts: VmFacts, port: number): BotWay | PlanRefusal {
  const nics = facts.nics.filter((nic) => nic.kind === 'nic');
  const nic = nics.find(({ primary }) => primary) ?? nics[0];
  const own = nic?.ipConfigurations ?? [];
  const address = (own.find(({ primary }) => primary) ?? own[0])?.privateAddress;
  if (address === undefined) {
    const unreadable = facts.nics.find((each) => each.kind === 'unreadable');
    if (unreadable !== undefined) return refusedUnread(unreadable);
    return refused('The private address of the VM is not known.', 'Look at its network interface in the Azure portal.');
  }
  const vm = boundVm(facts, address);
  return 'kind' in vm ? vm : { kind: 'way', vm, address, port, opening: alreadyOpen, notes: [] };
}

function outsideWay(
  facts: VmFacts,
  egress: string | undefined,
  { port, requestId, lastsMs }: { port: number; requestId: string; lastsMs: number },
): BotWay | PlanRefusal {
  const endpoint = endpointFor(facts, egress, port);
  if ('problem' in endpoint) return endpoint;
  const vm = boundVm(facts, endpoint.ipConfiguration.privateAddress ?? '');
  if ('kind' in vm) return vm;
  const way = { kind: 'way', vm, address: endpoint.address, port: endpoint.port } as const;
  if (egress === undefined) return { ...way, opening: alreadyOpen, notes: [egressUnknown] };
  const rules = wayForBot(facts, port, egress);
  if (rules.kind !== 'closed') return { ...way, opening: alreadyOpen, notes: [] };
  const params = { from: egress, port, durationMs: Math.max(shortestMs, lastsMs + marginMs) };
  return opened(way, openPort.plan({ facts, params, requestId }), { egress, name: facts.vm.name });
}

const egressUnknown =
  'Whether the rules let the bot in is not known, since `ssh.egress` is not configured: it simply tries.';

function endpointFor(facts: VmFacts, egress: string | undefined, port: number): Endpoint | PlanRefusal {
  const { usable, unreadable } = endpointsOf(facts, port);
  const family = familyOf(egress ?? '');
  const best = egress === undefined ? undefined : targetOf(facts, egress, port)?.endpoint;
  const endpoint = best ?? rankEndpoints(usable, family)[0];
  if (endpoint === undefined) {
    const [hidden] = unreadable;
    if (hidden !== undefined) return refusedUnread(hidden);
    return refused(
      `No public address leads to port ${port} of ${code(facts.vm.name)}, and the bot is not in its network.`,
      'Give it a public IP first; or whoever runs the bot sets `ssh.inside` or `ssh.jump`, where that is so.',
    );
  }
  if (egress === undefined || endpoint.family === family) return endpoint;
  return refused(
    `The bot has an ${family} address, ${code(facts.vm.name)} only an ${endpoint.family} one.`,
    'Whoever runs the bot can set `ssh.egress` to an address of the other kind, where it has one.',
  );
}

function opened(
  way: Omit<BotWay, 'opening' | 'notes'>,
  planned: ReturnType<typeof openPort.plan>,
  { egress, name }: { readonly egress: string; readonly name: string },
): BotWay | PlanRefusal {
  if (planned.kind === 'refused') {
    const problem = `The bot itself is shut out, and cannot be let in: ${planned.problem}`;
    // Its own hint is for somebody who asks for themselves.
    return {
      ...planned,
      problem,
      hint: `${code(`/vm connect-check ${name}`)} shows what is in the way, and mends it.`,
    };
  }
  const { writes, undo, opensForMs } = planned.plan;
  const lasts =
    undo.length > 0
      ? 'for the length of this, and closed again at once'
      : `for ${durationWords(opensForMs ?? 0)}, however soon this has ended`;
  const note = `The port is opened to the bot's own address ${code(egress)} ${lasts}.`;
  return {
    ...way,
    vm: planned.plan.vm,
    opening: { writes, undo, ...(opensForMs !== undefined && { opensForMs }) },
    notes: [note, ...planned.notes.filter((each) => !each.startsWith('Closing ends no session'))],
  };
}

/** The whole plan of something that is done at the end of the way. @param acting from where it leads to what is done there */
export function planOver(
  { vm, address, port, opening, notes }: BotWay,
  over: OverSshParams,
  acting: (to: OverSsh) => Act,
): Planned {
  const { user, answersIn } = over;
  const act = acting({ user, address, port, ...(answersIn !== undefined && { answersIn }) });
  return { kind: 'planned', plan: { vm, ...opening, act }, notes };
}

/** What every action over SSH needs of its parameters. @throws Error at a request that somebody filed without them */
export function overOf({ over }: ActionParams): OverSshParams {
  if (over === undefined) throw new Error('A request over SSH says how the bot goes there');
  return over;
}
