import { approve } from './approve.ts';
import { auditLive } from './audit-live.ts';
import { auditNsgs } from './audit-nsgs.ts';
import type { Bench } from './bench.ts';
import { connectCheck } from './connect-check.ts';
import { evaluateRules } from './evaluate-rules.ts';
import { manyCommands } from './many-commands.ts';
import { runCommand } from './run-command.ts';
import { startOfBot } from './start-of-bot.ts';

/** Every measure, in the order in which they run. */
export const allBenches: readonly Bench[] = [
  connectCheck,
  approve,
  runCommand,
  manyCommands,
  startOfBot,
  evaluateRules,
  auditNsgs,
  auditLive,
];
