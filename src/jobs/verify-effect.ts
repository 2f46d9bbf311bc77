import type { Action, NsgAction } from '../core/actions/action.ts';
import { actionOf } from '../core/actions/all-actions.ts';
import type { Outcome } from '../core/checks/check.ts';
import type { VmFacts } from '../core/facts.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { sshCommand } from '../core/ssh-command.ts';
import { code } from '../core/text/escape.ts';
import { vmPath } from '../core/vm-name.ts';
import { BotError } from '../errors.ts';
import type { End } from './execute-request.ts';
import type { JobParts } from './job-parts.ts';
import { readNsgFacts } from './read-facts-for.ts';

/**
 * Reads what the request was about anew and evaluates it. Everything was done: that it cannot be seen is a doubt to be
 * told, never a reason not to know that a door is open.
 */
export async function verifyEffect(request: VmRequest, parts: JobParts): Promise<End> {
  const action = actionOf(request.action);
  return action.about === 'nsg' ? verifyGroup(request, action, parts) : verifyVm(request, action, parts);
}

async function verifyGroup(request: VmRequest, action: NsgAction, parts: JobParts): Promise<End> {
  const { params, plan, vm } = request;
  const facts = await readNsgFacts(vm.id, parts).catch(whyUnread);
  if (typeof facts === 'string') return unseen(facts);
  const outcome = action.verify(facts, params, plan);
  if (outcome.status === 'fail') return didNotHelp(outcome);
  if (outcome.status === 'pass') return didHelp(outcome, request);
  const { summary, because = '', todo } = outcome;
  const message = `${summary}. ${because}`.trim();
  return { kind: 'succeeded', ending: { message, ...(todo !== undefined && { hint: todo }) } };
}

async function verifyVm(request: VmRequest, action: Action, { azure }: JobParts): Promise<End> {
  const { params, vm } = request;
  if (action.verify === undefined) return { kind: 'succeeded', ending: { message: 'It is done.' } };
  const facts = await azure.readFacts({ id: vm.id, nicIds: vm.nicIds ?? [] }).catch(whyUnread);
  if (typeof facts === 'string') return unseen(facts);
  const outcome = action.verify(facts, params);
  if (outcome.status === 'fail' && isDefenders(request)) {
    const message = 'Microsoft Defender was asked to open it, and does so within some minutes.';
    return { kind: 'succeeded', ending: { message, ...sshHint(facts, request) } };
  }
  if (outcome.status === 'fail') return didNotHelp(outcome);
  return didHelp(outcome, request, sshHint(facts, request));
}

function unseen(because: string): End {
  return { kind: 'succeeded', ending: { message: `It is done. Whether it helps could not be seen: ${because}` } };
}

function didNotHelp(outcome: Outcome): End {
  const because = outcome.because === undefined ? '' : ` ${outcome.because}`;
  const message = `It took effect, but it does not help, and was taken back: ${outcome.summary}.${because}`;
  const hint = outcome.todo ?? 'Run connect-check to see what else is in the way.';
  return { kind: 'failed', ending: { message, hint } };
}

function didHelp(outcome: Outcome, request: VmRequest, hint: { readonly hint?: string } = {}): End {
  const doubt =
    outcome.status === 'pass' ? '' : ` Whether it helps could not be seen: ${outcome.because ?? outcome.summary}`;
  const message = [`${outcome.summary}.${doubt}`, ...toldOf(request)].join(' ');
  return { kind: 'succeeded', ending: { message, ...hint } };
}

function toldOf({ writes }: VmRequest): string[] {
  return Object.values(writes).flatMap(({ told }) => told ?? []);
}

function whyUnread(error: unknown): string {
  if (error instanceof BotError && error.code !== 'store-failed') return error.message;
  throw error;
}

/** What is time-boxed and has nothing to undo is opened and closed by somebody else, who takes the time they take. */
function isDefenders({ plan, extends: prolongs }: VmRequest): boolean {
  return plan.opensForMs !== undefined && plan.undo.length === 0 && prolongs === undefined;
}

/** Of what lets no address in nobody says where they connect from. */
const anywhere = '0.0.0.0/0';

function sshHint(facts: VmFacts, { params, action, vm }: VmRequest): { readonly hint?: string } {
  if (actionOf(action).next === 'check again') return { hint: 'Run connect-check again.' };
  const ssh = sshCommand(facts, params.from || anywhere, params.port, params.user);
  if (ssh === undefined) return {};
  const connect = `Connect with ${code(ssh.line)}`;
  // Whether the port is open to them is another question, where that was not what they asked for.
  if (actionOf(action).opensTo) return { hint: connect };
  return {
    hint: `${connect}; if nothing answers, ${code(`/vm connect-check ${vmPath(vm)}`)} shows what is in the way.`,
  };
}
