import type { Planned, PlanRefusal } from '../actions/action.ts';
import { fill } from '../actions/fill.ts';
import type { PlannedWrite } from '../actions/plan.ts';
import { refused } from '../actions/plan-refusal.ts';
import type { VmRequest } from '../requests/request.ts';
import { durationWords } from '../text/duration.ts';
import { code } from '../text/escape.ts';

/**
 * More time for a grant: its rules are written once more exactly as they are, each with a later closing time, so that
 * there is no gap. They stay the grant's own, and the grant's own end takes them away.
 */
export function planExtension(grant: VmRequest, durationMs: number): Planned | PlanRefusal {
  const rules = grant.plan.writes.flatMap((write, at) => sameRule(write, grant.writes[at]?.priority, durationMs));
  if (grant.state !== 'active' || rules.length === 0 || rules.length < grant.plan.undo.length) {
    return refused('This cannot be given more time.', 'Ask for a new one when its time is over.');
  }
  const { closesAtMs = 0 } = grant;
  const plan = { vm: grant.plan.vm, opensForMs: durationMs, opensFromMs: closesAtMs, writes: rules, undo: [] };
  return { kind: 'planned', plan, notes: [`It prolongs request ${code(grant.id)}, from its present end on.`] };
}

function sameRule(write: PlannedWrite, priority: number | undefined, durationMs: number): PlannedWrite[] {
  const isRule = write.method === 'PUT' && /\/securityRules\/[^/]+$/i.test(write.path);
  if (!isRule || write.body === undefined || priority === undefined) return [];
  const body = fill(write.body, (hole) => (hole.$hole === 'priority' ? priority : { ...hole }));
  return [{ ...write, body, says: `${write.says}, for ${durationWords(durationMs)} more` }];
}
