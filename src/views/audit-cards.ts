import type { KnownBlock } from '@slack/types';
import type { AuditRun } from '../core/audit/audit-run.ts';
import type { Glance } from '../core/audit/glance.ts';
import { findingCard } from './audit-finding.ts';

/** `text`: characters of all cards together, so that the frame still fits into what Slack takes in one message. */
const most = { cards: 5, text: 9_000 };

/** The blocks of each door that the channel sees: the first of them; the thread has the others. */
export function worstCards({ survey, endedAtMs }: AuditRun, { doors }: Glance): KnownBlock[][] {
  if (survey.status === 'failed') return [];
  const cards: KnownBlock[][] = [];
  let room = most.text;
  for (const door of doors.slice(0, most.cards)) {
    const blocks = findingCard(door, endedAtMs);
    for (const block of blocks) room -= block.type === 'section' ? (block.text?.text.length ?? 0) : 0;
    if (room < 0) break;
    cards.push(blocks);
  }
  return cards;
}
