import type { VmFacts } from '../core/facts.ts';
import { remediationOf } from '../core/remediations/all-remediations.ts';
import { planDifference } from '../core/remediations/plan-difference.ts';
import { beginExecution, fail, loseSight, noteDone, noteSent, putOff, succeed } from '../core/requests/execution.ts';
import { failAndClose, prolong } from '../core/requests/grant.ts';
import type { Ending, VmRequest } from '../core/requests/request.ts';
import { sshCommand } from '../core/ssh-command.ts';
import { code } from '../core/text/escape.ts';
import { BotError, type BotErrorCode } from '../errors.ts';
import { type JobParts, leaseMs } from './job-parts.ts';
import { sendWrite, type WriteEnd } from './send-write.ts';
import { undoPlan } from './undo-plan.ts';

const lookAgainMs = 60_000;
/** Where Azure cannot be asked just now and nothing was sent: so often, and so long after the approval. */
const tryAgainMs = 15_000;
const patienceMs = 5 * 60_000;
const passing: ReadonlySet<BotErrorCode> = new Set(['azure-throttled', 'azure-timed-out', 'azure-failed']);

/**
 * Carries out an approved request, or goes on with one that somebody began and left: plans again, compares with what
 * was approved, sends what is not yet in effect, looks whether the world is as it was wanted, and says how it ended.
 */
export async function executeRequest(id: string, parts: JobParts): Promise<void> {
  const { store, clock, owner } = parts;
  const begun = await store.requests.update(id, (request) => beginExecution(request, owner, clock.now(), leaseMs));
  if (begun.kind !== 'changed') return;
  const ending = await carryOut(begun.request, parts).catch((error: unknown) =>
    unforeseen(error, begun.request, parts),
  );
  await finish(id, ending, parts);
}

/**
 * How it ended. `failed` has changed nothing that is not undone, `half` has; `unsure` is looked at again, and `later` has
 * sent nothing yet.
 */
interface End {
  readonly kind: 'succeeded' | 'failed' | 'half' | 'unsure' | 'later';
  readonly ending: Ending;
}

async function carryOut(request: VmRequest, parts: JobParts): Promise<End> {
  const hindered =
    request.extends === undefined ? await noLongerAsApproved(request, parts) : await overdue(request, parts);
  if (hindered !== undefined) return hindered;
  const sent = await sendAll(request, parts);
  if (sent.kind !== 'done') return afterTrouble(request.id, sent, parts);
  const end = await verified(request, parts);
  return end.kind === 'failed' ? afterTrouble(request.id, { kind: 'failed', ending: end.ending }, parts) : end;
}

const grantOver: End = {
  kind: 'failed',
  ending: { message: 'The grant was over before it could be given more time.', hint: 'Ask for a new one.' },
};

/** What prolongs a grant opens it again once that is closed: it is looked at each time, also when it was begun before. */
async function overdue({ extends: prolongs = '' }: VmRequest, { store, clock }: JobParts): Promise<End | undefined> {
  const grant = await store.requests.get(prolongs);
  return grant?.state === 'active' && clock.now() < (grant.closesAtMs ?? 0) ? undefined : grantOver;
}

/** Planned again from the world as it is now, it must be what was approved. What was begun is the same plan already. */
async function noLongerAsApproved(request: VmRequest, { azure }: JobParts): Promise<End | undefined> {
  if (Object.keys(request.writes).length > 0) return undefined;
  const facts = await azure.readFactsForChange({ id: request.vm.id, nicIds: [] });
  if (facts.vm.vmId.toLowerCase() !== request.vm.vmId.toLowerCase()) {
    const message = `${code(request.vm.name)} is another machine now: it was created anew since this was asked for.`;
    return { kind: 'failed', ending: { message, hint: 'Ask again for the new one.' } };
  }
  const { remediation, params, id, plan } = request;
  const now = remediationOf(remediation).plan({ facts, params, requestId: id });
  if (now.kind === 'refused')
    return { kind: now.passing ? 'later' : 'failed', ending: { message: now.problem, hint: now.hint } };
  const differences = planDifference(plan, now.plan);
  if (differences.length === 0) return undefined;
  const message = `Azure has changed since this was asked for, and it would no longer be what was approved. ${differences.join(' ')}`;
  return { kind: 'failed', ending: { message, hint: 'Ask again: the new request shows the change as it is now.' } };
}

async function sendAll(request: VmRequest, parts: JobParts): Promise<WriteEnd> {
  const { store, clock } = parts;
  const closesAtMs = closingTime(request, clock.now());
  for (const [index, write] of request.plan.writes.entries()) {
    if (request.writes[index]?.status === 'done') continue;
    const noteIt = (priority: number | undefined) =>
      store.requests.update(request.id, (current) => noteSent(current, index, { priority, closesAtMs }, clock.now()));
    const progress = request.writes[index];
    const end = await sendWrite({ request, write, progress, closesAtMs, noteSent: noteIt }, parts);
    if (end.kind !== 'done') return end;
    await store.requests.update(request.id, (current) => noteDone(current, index, clock.now()));
  }
  return { kind: 'done' };
}

/** The clock starts when the first write goes out, not when somebody asked or approved; once written, it stays. */
function closingTime({ closesAtMs, prolongsFromMs, params }: VmRequest, nowMs: number): number | undefined {
  if (closesAtMs !== undefined || params.durationMs === undefined) return closesAtMs;
  return (prolongsFromMs ?? nowMs) + params.durationMs;
}

async function verified(request: VmRequest, { azure }: JobParts): Promise<End> {
  const { params, vm } = request;
  const remediation = remediationOf(request.remediation);
  const facts = await azure.readFacts({ id: vm.id, nicIds: [] });
  const outcome = remediation.verify(facts, params);
  if (outcome.status === 'fail' && isDefenders(request)) {
    const message = 'Microsoft Defender was asked to open it, and does so within some minutes.';
    return { kind: 'succeeded', ending: { message, ...sshHint(facts, request) } };
  }
  if (outcome.status === 'fail') {
    return {
      kind: 'failed',
      ending: {
        message:
          `It was sent and took effect, but it does not help: ${outcome.summary}. ${outcome.because ?? ''}`.trim(),
        hint: outcome.todo ?? 'Run connect-check to see what else stands in the way.',
      },
    };
  }
  const doubt =
    outcome.status === 'pass'
      ? ''
      : ` Azure could not be asked whether it helps (${outcome.because ?? outcome.summary}).`;
  return { kind: 'succeeded', ending: { message: `${outcome.summary}.${doubt}`, ...sshHint(facts, request) } };
}

/** What is time-boxed and has nothing to undo is opened and closed by somebody else, who takes the time they take. */
function isDefenders({ plan, extends: prolongs }: VmRequest): boolean {
  return plan.opensForMs !== undefined && plan.undo.length === 0 && prolongs === undefined;
}

function sshHint(facts: VmFacts, { params, remediation }: VmRequest): Pick<Ending, 'hint'> {
  if (remediationOf(remediation).next === 'check again') return { hint: 'Run connect-check again.' };
  const ssh = sshCommand(facts, params.from, params.port);
  return ssh === undefined ? {} : { hint: `Connect with ${code(ssh.line)}` };
}

async function afterTrouble(id: string, end: Exclude<WriteEnd, { kind: 'done' }>, parts: JobParts): Promise<End> {
  if (end.kind === 'unknown') return { kind: 'unsure', ending: end.ending };
  const { ending } = end;
  const request = await parts.store.requests.get(id);
  // What prolongs a grant has written the grant's own rules: they end with it.
  const isBegun = request !== undefined && Object.keys(request.writes).length > 0;
  if (end.passing && !isBegun) return { kind: 'later', ending };
  const isOwn = isBegun && request.extends === undefined;
  const left = isOwn ? await undoPlan({ ...request, takesBack: true }, parts) : [];
  if (left.length === 0) return { kind: 'failed', ending };
  const rest = `What had been done before could not be taken back yet: ${left.join(' ')} That is tried again until it works.`;
  return { kind: 'half', ending: { ...ending, message: `${ending.message} ${rest}` } };
}

async function unforeseen(error: unknown, request: VmRequest, { log, store }: JobParts): Promise<End> {
  if (error instanceof BotError && error.code === 'store-failed') throw error;
  if (!(error instanceof BotError))
    log.error({ err: error, request: request.id }, 'a bug while carrying out a request');
  const known = error instanceof BotError ? { message: error.message, hint: error.hint } : undefined;
  const now = await store.requests.get(request.id);
  const nothingSent = Object.keys(now?.writes ?? {}).length === 0;
  const ending = known ?? {
    message: 'Something went wrong inside the bot.',
    hint: 'Whoever runs it finds it in the log.',
  };
  if (!nothingSent) return { kind: 'unsure', ending };
  return { kind: error instanceof BotError && passing.has(error.code) ? 'later' : 'failed', ending };
}

async function finish(id: string, { kind, ending }: End, parts: JobParts): Promise<void> {
  const now = parts.clock.now();
  const isGiven = kind !== 'succeeded' || (await givenMore(id, parts));
  await parts.store.requests.update(id, (request) => {
    switch (kind) {
      case 'succeeded':
        return isGiven ? succeed(request, ending, now) : fail(request, grantOver.ending, now);
      case 'failed':
        return fail(request, ending, now);
      case 'half':
        return failAndClose(request, ending, now);
      case 'unsure':
        return loseSight(request, ending, now, lookAgainMs);
      case 'later':
        return now < lastDecisionMs(request) + patienceMs
          ? putOff(request, now, tryAgainMs)
          : fail(request, ending, now);
    }
  });
}

/** @returns false where the grant that was to be prolonged was closed meanwhile; then it is closed once more */
async function givenMore(id: string, parts: JobParts): Promise<boolean> {
  const { store, clock } = parts;
  const request = await store.requests.get(id);
  if (request?.extends === undefined || request.closesAtMs === undefined) return true;
  const { extends: grantId, closesAtMs, requester } = request;
  const prolonged = await store.requests.update(grantId, (grant) => prolong(grant, requester, closesAtMs, clock.now()));
  if (prolonged.kind === 'changed') return true;
  if (prolonged.kind === 'refused') await undoPlan(prolonged.request, parts);
  return false;
}

function lastDecisionMs({ decisions, createdAtMs }: VmRequest): number {
  return Math.max(createdAtMs, ...decisions.map(({ atMs }) => atMs));
}
