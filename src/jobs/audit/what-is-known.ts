import type { TrackedFinding } from '../../core/audit/audit-run.ts';
import { isForced, isThere } from '../../core/audit/is-door.ts';
import type { BotError } from '../../errors.ts';
import { type AuditParts, trendPoints } from './audit-parts.ts';

type Asked = Pick<Parameters<AuditParts['survey']>[0], 'known' | 'forcedBefore' | 'subscriptions'>;

type Subscription = Asked['subscriptions'][number];

/** What is known before an audit looks. */
interface Known {
  /** Of the run before: what is there as far as anybody knows. */
  readonly before: readonly TrackedFinding[];
  /** What the survey has to answer for: all that the run before or a channel knows. */
  readonly asked: Asked;
  /** Of what in the memory is damaged, and left out: a sentence each. */
  readonly damaged: { readonly sentences: readonly string[]; readonly note: (error: BotError) => void };
}

/** What the runs before and the channels know. What is damaged is said, and keeps no audit from running. */
export async function whatIsKnown({ store, settings, log }: AuditParts): Promise<Known> {
  const sentences: string[] = [];
  const note = (error: BotError) => {
    log.error({ err: error }, 'an audit goes on without what is damaged');
    sentences.push(error.message);
  };
  const before = await runBefore(store, note);
  const known = new Set(before.map(({ finding }) => finding.key));
  const forcedBefore = new Set(before.flatMap(({ finding }) => (isForced(finding) ? [finding.key] : [])));
  const subscriptions = new Map<string, Subscription>();
  for (const { id } of settings.channels) {
    // Whether it is damaged is said where it is told.
    for (const { finding } of (await store.audits.knownAt(id, () => {})) ?? []) {
      const { key, subscriptionId, subscriptionName: name } = finding;
      known.add(key);
      if (isForced(finding)) forcedBefore.add(key);
      subscriptions.set(subscriptionId.toLowerCase(), { id: subscriptionId, ...(name !== undefined && { name }) });
    }
  }
  for (const each of await subscriptionsBefore(store)) subscriptions.set(each.id.toLowerCase(), each);
  return {
    before,
    asked: { known, forcedBefore, subscriptions: [...subscriptions.values()] },
    damaged: { sentences, note },
  };
}

async function runBefore({ audits }: AuditParts['store'], note: (error: BotError) => void) {
  for await (const { findings } of audits.backwards(trendPoints, note)) return findings.filter(isThere);
  return [];
}

/** A run that failed does not know which there are. */
async function subscriptionsBefore({ audits }: AuditParts['store']) {
  for await (const { survey } of audits.backwards(trendPoints, () => {})) {
    const { answered, unread } = survey.subscriptions;
    if (survey.status !== 'failed')
      return [...answered, ...unread].map(({ id, name }) => ({ id, ...(name && { name }) }));
  }
  return [];
}
