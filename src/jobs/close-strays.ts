import { apiVersions } from '../core/remediations/api-versions.ts';
import { ruleNamePrefix } from '../core/remediations/names.ts';
import { readSeal } from '../core/remediations/seal.ts';
import { botActor } from '../core/requests/decided.ts';
import { noteStray } from '../core/requests/grant.ts';
import type { RequestState, VmRequest } from '../core/requests/request.ts';
import { code } from '../core/text/escape.ts';
import { BotError } from '../errors.ts';
import { eventWords } from '../views/event-words.ts';
import { plainNotice } from '../views/request-notice.ts';
import { closeRule, type RuleClosing } from './close-rule.ts';
import type { JobParts } from './job-parts.ts';

/** While a request is in one of these its rules may be in Azure: whoever carries it out or closes it sees to them. */
const mayHaveRules: ReadonlySet<RequestState> = new Set(['approved', 'executing', 'unknown', 'active', 'closing']);

/**
 * Closes the bot's own rules that should not be there: their time is over, or no request that is under way wants them.
 * So doors close although the store was lost, and rules that somebody's template brought back go again. The store is
 * read after Azure: a door that was opened a moment ago is not taken for a stray.
 */
export async function closeStrays(parts: JobParts): Promise<void> {
  const { azure, store, clock, log, seal } = parts;
  const { rules, unread } = await azure.writes.rulesNamed(ruleNamePrefix);
  for (const { because } of unread) log.warn({ because }, 'not everything could be searched for stray rules');
  for (const { nsgId, rule, description } of rules) {
    if (rule.access.toLowerCase() !== 'allow') continue;
    const proof = readSeal(nsgId, rule.name, description, seal.key, seal.installation);
    if (proof.kind === 'foreign') continue;
    const request = await store.requests.get(proof.requestId);
    const why = whyStray(request, proof.closesAtMs, clock.now());
    if (why === undefined) continue;
    // What cannot be closed keeps none of the others open.
    const closing = await closeRule(`${nsgId}/securityRules/${rule.name}`, apiVersions.network, parts).catch(stillOpen);
    const name = `${code(rule.name)} in ${code(nsgId.slice(nsgId.lastIndexOf('/') + 1))}`;
    if (closing.kind === 'open') {
      log.error({ nsgId, rule: rule.name, because: closing.because }, 'a stray rule could not be closed');
      continue;
    }
    if (closing.how === 'was gone') continue;
    await tell(request, proof.requestId, `Rule ${name} was closed: ${why}`, parts);
  }
}

function stillOpen(error: unknown): RuleClosing {
  if (!(error instanceof BotError)) throw error;
  return { kind: 'open', because: error.message };
}

async function tell(request: VmRequest | undefined, requestId: string, what: string, parts: JobParts): Promise<void> {
  const { store, clock, poster, approvalsChannel, log } = parts;
  const atMs = clock.now();
  if (request !== undefined) {
    await store.requests.update(requestId, (current) => noteStray(current, what, atMs));
    return;
  }
  const event = { kind: 'stray-closed', atMs, actor: botActor, requestId, data: { what } } as const;
  await store.events.append(event);
  await poster
    .post(approvalsChannel, plainNotice(eventWords(event)))
    .catch((error: unknown) => log.warn({ err: error }, 'a closed stray was not told'));
}

/** @returns a sentence, or undefined for a rule that is where it should be */
function whyStray(request: VmRequest | undefined, sealedMs: number, nowMs: number): string | undefined {
  if (request === undefined) {
    return nowMs >= sealedMs ? 'its time was over, and no request is known.' : 'no request of this bot wants it.';
  }
  if (mayHaveRules.has(request.state)) return undefined;
  return 'its request is over; somebody or something had brought it back.';
}
