import type { AuditSettings } from '../core/audit/audit-settings.ts';
import type { People } from '../core/policy/policy.ts';
import type { AuditFile } from './audit-schema.ts';
import type { Problem } from './problem.ts';

/** What the operator decided about audits, or what contradicts itself in it. */
export function toAudit(file: AuditFile): AuditSettings | Problem[] {
  const problems = problemsIn(file);
  if (problems.length > 0) return problems;
  const { schedule, timezone, channels, readers, waivers } = file;
  return {
    ...(schedule === undefined ? {} : { schedule }),
    timezone,
    channels: channels.map(({ id, subscriptions, resourceGroups, from, mention }) => ({
      id,
      from,
      mention: [...new Set(mention)],
      ...(subscriptions && { subscriptions: subscriptions.map((each) => each.toLowerCase()) }),
      ...(resourceGroups && { resourceGroups }),
    })),
    readers: toPeople(readers),
    waivers: toPeople(waivers),
    thresholds: thresholdsOf(file),
  };
}

export function thresholdsOf({ partialFrom }: AuditFile): AuditSettings['thresholds'] {
  return { ipv4Bits: partialFrom.ipv4, ipv6Bits: partialFrom.ipv6 };
}

function problemsIn({ schedule, channels }: AuditFile): Problem[] {
  const ids = channels.map(({ id }) => id);
  const twice = [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
  return [
    ...(schedule !== undefined && channels.length === 0
      ? [
          {
            where: 'audit.channels',
            problem: 'is missing, and audit.schedule has nobody to tell',
            mend: 'Give a list of channels, such as [{ id: C0123ABC }], and invite the bot into them.',
          },
        ]
      : []),
    ...twice.map((id) => ({
      where: 'audit.channels',
      problem: `names ${id} twice`,
      mend: 'Name each channel once: a report is posted once in a channel.',
    })),
  ];
}

function toPeople(named: string | readonly string[] | undefined): People {
  const all = named === undefined ? [] : typeof named === 'string' ? [named] : named;
  return {
    everyone: all.includes('everyone'),
    users: all.filter((id) => /^[UW][A-Z0-9]/.test(id)),
    groups: all.filter((id) => /^S[A-Z0-9]/.test(id)),
    owner: false,
  };
}
