import type { Survey } from './audit-run.ts';

/** A survey of which nothing came. @param because one sentence, fit to be shown */
export function failedSurvey(because: string): Survey {
  return {
    status: 'failed',
    subscriptions: { answered: [], unread: [] },
    counts: { nsgs: 0, rules: 0, interfaces: 0, machines: 0 },
    notEvaluated: [because],
    findings: [],
    grants: [],
    vanished: [],
    healed: [],
  };
}
