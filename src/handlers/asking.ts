import type { ActionParams } from '../core/actions/action.ts';
import type { ActionId } from '../core/actions/all-actions.ts';
import { canonicalJson, type Json } from '../core/canonical-json.ts';
import { judgeBreakGlass } from '../core/policy/judge-break-glass.ts';
import { judgeRequest } from '../core/policy/judge-request.ts';
import type { PolicyVm } from '../core/policy/policy.ts';
import { wantedCommand } from '../core/policy/still-the-same-command.ts';
import { newRequest, requestIdOf } from '../core/requests/new-request.ts';
import { openingOf } from '../core/requests/opening-of.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { isOver } from '../core/requests/transitions.ts';
import { type Refusal, refuse } from '../core/text/refusal.ts';
import type { VmCandidate } from '../core/vm-name.ts';
import { readFactsFor } from '../jobs/read-facts-for.ts';
import {
  alreadyAsked,
  noApprovalsChannel,
  sharedApprovalsChannel,
  unusableApprovalsChannel,
} from '../views/request-problems.ts';
import type { Tools } from './subcommand.ts';
import type { Who } from './who.ts';

/** Everything that a person said about what they want. */
export interface Wish {
  readonly action: ActionId;
  /** What it is about: of an action on a security group, the group. */
  readonly vm: Omit<VmCandidate, 'location'>;
  readonly params: ActionParams;
  /** When the address in `params.from` was typed; left out where nobody typed one. */
  readonly fromTypedAtMs?: number;
  readonly reason: string | undefined;
  /** Without approval, in an emergency. */
  readonly breakGlass: boolean;
}

/** Files a request: gathers, asks the policy, plans, writes down, and shows it to those who decide. */
export async function fileRequest(wish: Wish, who: Who, tools: Tools): Promise<VmRequest | Refusal> {
  const filed = await writeDown(wish, who, tools);
  return 'problem' in filed ? filed : attended(filed, tools);
}

/** Does what follows from a request, and gives it back as it is then. */
export async function attended(request: VmRequest, { work, store }: Tools): Promise<VmRequest> {
  await work.attend(request.id);
  return (await store.requests.get(request.id)) ?? request;
}

/** The request as it is kept; nobody has seen it yet. */
export async function writeDown(wish: Wish, who: Who, tools: Tools): Promise<VmRequest | Refusal> {
  const nobody = await whyNobodyCanBeAsked(tools);
  if (nobody !== undefined) return nobody;
  const facts = await readFactsFor(wish.action, wish.vm, tools);
  const judged = await judge(wish, who, facts.seen, tools);
  if (judged.kind === 'refused') return refuse(judged.problem, judged.hint);
  const same = await sameRequest(wish, who.userId, tools);
  if (same !== undefined) return alreadyAsked(same);
  const id = requestIdOf(tools.newBytes(10));
  const { action, params, reason } = wish;
  const planned = facts.plan(params, id);
  if (planned.kind === 'refused') return refuse(planned.problem, planned.hint);
  const { plan, notes } = planned;
  // That a port has to be opened for it shows only now.
  const opening = openingOf({ plan, params });
  const ruling = opening === undefined ? judged : await judge(wish, who, facts.seen, tools, opening);
  if (ruling.kind === 'refused') return refuse(ruling.problem, ruling.hint);
  const now = tools.clock.now();
  const fromTypedAtMs = wish.fromTypedAtMs ?? now;
  const vm = { ...facts.seen, ...facts.found, privateAddress: plan.vm.privateAddress };
  const { applied: policy, lapsesAfterMs } = ruling;
  const filed = newRequest(
    { id, action, params, fromTypedAtMs, vm, plan, notes, requester: who.userId, reason, policy, lapsesAfterMs },
    now,
  );
  await tools.store.requests.insert(filed.request, filed.events, filed.notices);
  return filed.request;
}

/** Nothing is posted where people of another organisation would read it. */
async function whyNobodyCanBeAsked({ approvalsChannel, people }: Tools): Promise<Refusal | undefined> {
  if (approvalsChannel === undefined) return noApprovalsChannel;
  if (await people.channelIsExternal(approvalsChannel)) return sharedApprovalsChannel;
  return (await people.canPostIn(approvalsChannel)) ? undefined : unusableApprovalsChannel;
}

async function judge(
  wish: Wish,
  { userId, teamId }: Who,
  vm: PolicyVm,
  { policy, people }: Tools,
  opening?: ReturnType<typeof openingOf>,
) {
  const { action, params, reason } = wish;
  const { from, port, durationMs, command } = params;
  const wanted = {
    from,
    ...(durationMs !== undefined && { durationMs }),
    ...(reason !== undefined && { reason }),
    ...(params.vmAccess === true && { vmAccess: true }),
    ...(command !== undefined && { command: wantedCommand(command) }),
    ...(opening !== undefined && { opening }),
  };
  const actor = await people.actor(userId, teamId);
  return wish.breakGlass
    ? judgeBreakGlass(policy, vm, actor, { ...wanted, port })
    : judgeRequest(policy, vm, action, actor, wanted);
}

/** The same thing that is asked for twice, by a double click or out of impatience, is one request. */
async function sameRequest(wish: Wish, requester: string, { store }: Tools): Promise<VmRequest | undefined> {
  const mine = await store.requests.list({ requester, vmId: wish.vm.id, limit: 20 });
  return mine.find(
    ({ state, action, params, extends: prolongs }) =>
      !isOver(state) && prolongs === undefined && action === wish.action && wanted(params) === wanted(wish.params),
  );
}

/** What is wanted, however long it is to last. */
function wanted({ durationMs: _, removeAtEnd: __, ...params }: ActionParams): string {
  return canonicalJson(params as unknown as Json);
}
