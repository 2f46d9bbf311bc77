import type { NamedRule } from '../azure/writes.ts';
import { apiVersions } from '../core/remediations/api-versions.ts';
import { ruleNamePrefix } from '../core/remediations/names.ts';
import { readSeal } from '../core/remediations/seal.ts';
import { botActor } from '../core/requests/decided.ts';
import { noteStray } from '../core/requests/grant.ts';
import type { RequestState, VmRequest } from '../core/requests/request.ts';
import { code, inert } from '../core/text/escape.ts';
import { BotError } from '../errors.ts';
import { closeRule } from './close-rule.ts';
import type { JobParts } from './job-parts.ts';
import { tellChannel } from './tell-channel.ts';

/** While a request is in one of these, whoever carries it out or closes it sees to its rules. */
const seenTo: ReadonlySet<RequestState> = new Set(['active', 'closing']);
/** The same, until the time that its rules themselves tell is over. */
const underWay: ReadonlySet<RequestState> = new Set(['approved', 'executing', 'unknown']);

const minute = 60_000;
/** A stray that cannot be closed is tried at every pass; the channel hears of it so often. */
const openAgainAfterMs = 5 * minute;
const unprovenAgainAfterMs = 24 * 60 * minute;

/**
 * Closes the bot's own rules that should not be there: their time is over, or no request that is under way wants them.
 * So doors close although the store was lost, and rules that somebody's template brought back go again. The store is
 * read after Azure: a door that was opened a moment ago is not taken for a stray.
 */
export async function closeStrays(parts: JobParts): Promise<void> {
  const { rules, unread } = await parts.azure.writes.rulesNamed(ruleNamePrefix);
  for (const { because } of unread) {
    parts.log.warn({ because }, 'not everything could be searched for stray rules');
    await shout(
      'Not everything can be searched for rules that should be closed:',
      because,
      unprovenAgainAfterMs,
      parts,
    );
  }
  for (const rule of rules) {
    await lookAt(rule, parts).catch((error: unknown) => {
      const because = error instanceof BotError ? `${error.message} ${error.hint}` : 'something went wrong in the bot.';
      parts.log.error({ err: error, rule: rule.rule.name, nsgId: rule.nsgId }, 'a rule could not be looked at');
      return shout(`The rule ${nameOf(rule)} may have to be closed, and cannot be:`, because, openAgainAfterMs, parts);
    });
  }
}

async function lookAt(found: NamedRule, parts: JobParts): Promise<void> {
  const { nsgId, rule, description } = found;
  if (rule.access.toLowerCase() !== 'allow') return;
  const proof = readSeal(nsgId, rule.name, description, parts.seal.key, parts.seal.installation);
  if (proof.kind === 'foreign') {
    if (proof.claims === 'ours') await unproven(found, proof.why, parts);
    return;
  }
  const { requestId, closesAtMs } = proof;
  const request = await requestOf(requestId, parts);
  const why = whyStray(request, closesAtMs, parts.clock.now());
  if (why === undefined) return;
  const closing = await closeRule(`${nsgId}/securityRules/${rule.name}`, apiVersions.network, parts);
  if (closing.kind === 'open') {
    await shout(`The rule ${nameOf(found)} should be closed, and cannot be:`, closing.because, openAgainAfterMs, parts);
  } else if (closing.how !== 'was gone') {
    await tellClosed(request, requestId, `Rule ${nameOf(found)} was closed: ${why}`, parts);
  }
}

/** Undefined where the store has none; 'unreadable' where it cannot say: then only what the rule itself tells counts. */
async function requestOf(id: string, { store, log }: JobParts): Promise<VmRequest | 'unreadable' | undefined> {
  try {
    return await store.requests.get(id);
  } catch (error) {
    log.error({ err: error, request: id }, 'the store does not tell about the request of a rule');
    return 'unreadable';
  }
}

/** @returns a sentence, or undefined for a rule that is where it should be */
function whyStray(request: VmRequest | 'unreadable' | undefined, sealedMs: number, nowMs: number): string | undefined {
  const isOver = nowMs >= sealedMs;
  if (request === 'unreadable') return isOver ? 'its time was over, and its request cannot be read.' : undefined;
  if (request === undefined)
    return isOver ? 'its time was over, and no request is known.' : 'no request of this bot wants it.';
  if (seenTo.has(request.state)) return undefined;
  if (underWay.has(request.state)) return isOver ? 'its time was over before it was known to be open.' : undefined;
  return 'its request is over; somebody or something had brought it back.';
}

async function tellClosed(
  request: VmRequest | 'unreadable' | undefined,
  requestId: string,
  what: string,
  parts: JobParts,
): Promise<void> {
  const { store, clock } = parts;
  const atMs = clock.now();
  if (request !== undefined && request !== 'unreadable') {
    await store.requests.update(requestId, (current) => noteStray(current, what, atMs));
    return;
  }
  const event = { kind: 'stray-closed', atMs, actor: botActor, requestId, data: { what } } as const;
  await tellChannel(event, { about: what, againAfterMs: openAgainAfterMs }, parts);
  await store.events.append(event);
}

/** It says that it is this installation's, and does not prove it: only a person can tell. */
function unproven(found: NamedRule, why: string, parts: JobParts): Promise<void> {
  const what = `The rule ${nameOf(found)} says that it is this bot's, and does not prove it:`;
  return shout(
    what,
    `${inert(why)} Look at it, and delete it by hand if nobody needs it.`,
    unprovenAgainAfterMs,
    parts,
  );
}

function shout(what: string, because: string, againAfterMs: number, parts: JobParts): Promise<void> {
  const event = {
    kind: 'drift-seen',
    atMs: parts.clock.now(),
    actor: botActor,
    data: { what: `${what} ${because}` },
  } as const;
  return tellChannel(event, { about: what, againAfterMs }, parts);
}

function nameOf({ nsgId, rule }: NamedRule): string {
  return `${code(rule.name)} in ${code(nsgId.slice(nsgId.lastIndexOf('/') + 1))}`;
}
