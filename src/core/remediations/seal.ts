import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '../canonical-json.ts';
import { isoSecond, parseIsoSecond } from '../text/iso-time.ts';
import { isRuleNameOf } from './names.ts';

/** What is sealed: a rule of a network security group, or a resource by one of its tags. */
export type SealedPlace =
  | { readonly kind: 'rule'; readonly nsgId: string; readonly name: string }
  | { readonly kind: 'resource'; readonly id: string };

/** Whose rules these are. */
export interface SealOwner {
  /** The installation's id: small letters, digits and hyphens, at most 40. It is no secret. */
  readonly installation: string;
  /** The secret that nobody else has. */
  readonly key: string;
}

export interface SealContent {
  readonly requestId: string;
  /** Undefined for what stays. Only whole seconds are kept. */
  readonly closesAtMs: number | undefined;
  /** Of a rule without a closing time, which only one that denies may be: it is meant so. */
  readonly stays?: true;
}

/** The tag that carries the proof on what is not a rule. */
export const sealTag = 'drawbridge';

const installationForm = /^[a-z0-9][a-z0-9-]{0,39}$/;
const requestForm = /^[a-z2-7]{10}$/;
const form =
  /^Drawbridge ([a-z0-9][a-z0-9-]{0,39}), request ([a-z2-7]{10}), (?:closes (\S{20})|stays), proof ([\w-]{22})$/;

/**
 * The description, or tag, that proves something to be this installation's own: readable, at most 130 characters (Azure
 * takes 140), with a keyed digest over everything it says and over the place that it stands at.
 *
 * @throws RangeError at ids that are none, an empty key, or a rule without a closing time that is not said to stay: such a door would stay open
 */
export function sealText(place: SealedPlace, content: SealContent, owner: SealOwner): string {
  const { requestId, closesAtMs } = content;
  if (!installationForm.test(owner.installation)) throw new RangeError(`No installation id: ${owner.installation}`);
  if (!requestForm.test(requestId)) throw new RangeError(`No request id: ${requestId}`);
  if (place.kind === 'rule' && closesAtMs === undefined && content.stays !== true)
    throw new RangeError('A rule needs a closing time.');
  const closes = closesAtMs === undefined ? 'stays' : `closes ${isoSecond(closesAtMs)}`;
  const proof = proofOf(place, content, owner);
  return `Drawbridge ${owner.installation}, request ${requestId}, ${closes}, proof ${proof}`;
}

export type ReadSeal<ClosesAt = number> =
  | { readonly kind: 'own'; readonly requestId: string; readonly closesAtMs: ClosesAt }
  /** Somebody else's, or ours after somebody changed it: not to be touched. */
  | Foreign;

interface Foreign {
  readonly kind: 'foreign';
  /** Whose it says that it is. What says `ours` and does not prove it was edited, copied, or sealed with another key. */
  readonly claims: 'ours' | 'others' | 'nobody';
  /** One sentence. */
  readonly why: string;
}

/** Whether a rule proves to be this installation's own. */
export function readSeal(
  nsgId: string,
  ruleName: string,
  description: string,
  key: string,
  installation: string,
): ReadSeal {
  const seal = read({ kind: 'rule', nsgId, name: ruleName }, description, { installation, key });
  if (seal.kind === 'foreign') return seal;
  if (!isRuleNameOf(seal.requestId, ruleName)) return foreign('Its name is not that of its request.');
  if (seal.closesAtMs === undefined) return foreign('It has no closing time.');
  return { ...seal, closesAtMs: seal.closesAtMs };
}

/** Whether a rule proves to be this installation's own, and to be one that stays: those that deny. */
export function readDenySeal(
  nsgId: string,
  ruleName: string,
  description: string,
  { key, installation }: SealOwner,
): ReadSeal<undefined> {
  const seal = read({ kind: 'rule', nsgId, name: ruleName }, description, { installation, key });
  if (seal.kind === 'foreign') return seal;
  if (!isRuleNameOf(seal.requestId, ruleName)) return foreign('Its name is not that of its request.');
  if (seal.closesAtMs !== undefined) return foreign('It has a closing time, so it once let somebody in.');
  return { ...seal, closesAtMs: undefined };
}

/** Whether a resource proves, by its tags, to have been made by this installation. */
export function readTagSeal(
  resourceId: string,
  tags: Readonly<Record<string, string>>,
  { key, installation }: SealOwner,
): ReadSeal<number | undefined> {
  return read({ kind: 'resource', id: resourceId }, tags[sealTag] ?? '', { installation, key });
}

function read(place: SealedPlace, text: string, owner: SealOwner): ReadSeal<number | undefined> {
  const [whole, installation, requestId = '', closes, proof = ''] = form.exec(text) ?? [];
  if (whole === undefined) return foreign('It does not say that it is of Drawbridge.', 'nobody');
  if (installation !== owner.installation) return foreign('It is of another installation of Drawbridge.', 'others');
  const closesAtMs = closes === undefined ? undefined : parseIsoSecond(closes);
  if (closes !== undefined && closesAtMs === undefined) return foreign('Its closing time is none.');
  // Both are 22 characters: compared as text, since the last of them has bits that decoding drops.
  const expected = proofOf(place, { requestId, closesAtMs }, owner);
  if (!timingSafeEqual(Buffer.from(proof), Buffer.from(expected)))
    return foreign('Its proof does not fit: it was edited, copied from elsewhere, or sealed with another key.');
  return { kind: 'own', requestId, closesAtMs };
}

/** HMAC-SHA-256, cut to 128 bits: 22 characters. https://www.rfc-editor.org/rfc/rfc2104#section-5 allows the cut. */
function proofOf(place: SealedPlace, { requestId, closesAtMs }: SealContent, { installation, key }: SealOwner): string {
  if (key === '') throw new RangeError('The key of the seals is empty.');
  const at = place.kind === 'rule' ? [place.nsgId, place.name] : [place.id];
  const closes = closesAtMs === undefined ? null : isoSecond(closesAtMs);
  // Azure answers with ids and names in any case.
  const text = canonicalJson([place.kind, installation, requestId, closes, ...at.map((each) => each.toLowerCase())]);
  return createHmac('sha256', key).update(text, 'utf8').digest().subarray(0, 16).toString('base64url');
}

function foreign(why: string, claims: Foreign['claims'] = 'ours'): Foreign {
  return { kind: 'foreign', claims, why };
}
