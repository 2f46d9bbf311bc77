import type { AuditRun, TrackedFinding, TrendPoint } from '../../core/audit/audit-run.ts';
import type { AuditChannel } from '../../core/audit/audit-settings.ts';
import { forChannel, hearsAll, isInScope } from '../../core/audit/for-channel.ts';
import { glanceOf } from '../../core/audit/glance.ts';
import { knownThere, sinceTold } from '../../core/audit/since-told.ts';
import { trendPoint } from '../../core/audit/trend-point.ts';
import type { Telling } from '../../store/audit-store.ts';
import { type AuditParts, type AuditReport, trendPoints } from './audit-parts.ts';
import { postReport } from './post-report.ts';

/** Where a report goes: a channel, with what it wants to hear of, or somebody's direct messages. */
export type Place = { readonly channel: AuditChannel } | { readonly userId: string };

export function placeId(place: Place): string {
  return 'channel' in place ? place.channel.id : place.userId;
}

type TellParts = AuditParts & { readonly signal: AbortSignal };

/**
 * Tells a place a run. A channel hears what changed since it was told last, whatever others were told meanwhile; a person
 * what changed since the run before.
 * @param isLate nothing of it is tried again
 * @throws what Slack or the store threw: it can be gone on with later
 */
export async function tellRun(run: AuditRun, telling: Telling, parts: TellParts, isLate: boolean): Promise<void> {
  const { settings, store, owner } = parts;
  const channel = settings.channels.find(({ id }) => id === telling.place);
  const isPerson = run.trigger.kind === 'command' && run.trigger.by === telling.place;
  // Meanwhile the operator took the channel out.
  if (channel === undefined && !isPerson) return store.audits.told(telling, owner);
  const told = channel === undefined ? await toPerson(run, telling, parts) : await toChannel(run, channel, parts);
  await postReport(told, telling, parts, isLate);
}

interface Told {
  readonly channelId: string;
  readonly report: AuditReport;
  readonly known: readonly TrackedFinding[] | undefined;
}

async function toPerson(run: AuditRun, { place }: Telling, { poster, store, render }: TellParts): Promise<Told> {
  const trend = await store.audits.trend(trendPoints);
  const report = await render(run, { trend, mention: [], isFirst: trend.length < 2 });
  return { channelId: await poster.directChannel(place), report, known: undefined };
}

async function toChannel(run: AuditRun, channel: AuditChannel, parts: TellParts): Promise<Told> {
  const damaged: string[] = [];
  const known = await parts.store.audits.knownAt(channel.id, ({ message }) => damaged.push(message));
  const since = sinceTold(known ?? [], run);
  const shown = withNotEvaluated(forChannel(since, channel), damaged);
  const isCalled = run.survey.status === 'failed' || glanceOf(shown).calls.length > 0;
  const report = await parts.render(shown, {
    trend: await trendFor(channel, parts.store),
    mention: isCalled ? channel.mention : [],
    isFirst: known === undefined,
  });
  const knownNow = knownThere(known ?? [], since.findings).filter((each) => isInScope(each, channel));
  return { channelId: channel.id, report, known: knownNow };
}

function withNotEvaluated({ survey, ...run }: AuditRun, more: readonly string[]): AuditRun {
  return { ...run, survey: { ...survey, notEvaluated: [...more, ...survey.notEvaluated] } };
}

/** The last runs as the same channel would have been told of them. */
async function trendFor(channel: AuditChannel, { audits }: AuditParts['store']): Promise<readonly TrendPoint[]> {
  if (hearsAll(channel)) return audits.trend(trendPoints);
  const points: TrendPoint[] = [];
  for await (const run of audits.backwards(trendPoints)) points.unshift(trendPoint(forChannel(run, channel)));
  return points;
}
