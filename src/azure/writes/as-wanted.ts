import type { Json } from '../../core/canonical-json.ts';

type JsonObject = { readonly [key: string]: Json };

/** Azure's own bookkeeping: it changes with every write, and says nothing about what was wanted. */
const bookkeeping = new Set(['etag', 'provisioningState']);
/** What Azure takes and gives back to nobody. */
const secret = 'protectedSettings';
/** What people and the bot write as text: here a difference in case is one. */
const freeText = new Set(['description', 'justification', 'tags']);

/** The fields of a security rule that Azure knows in two forms: it answers with the one or the other. */
const pairs = [
  ['sourceAddressPrefix', 'sourceAddressPrefixes'],
  ['destinationAddressPrefix', 'destinationAddressPrefixes'],
  ['sourcePortRange', 'sourcePortRanges'],
  ['destinationPortRange', 'destinationPortRanges'],
] as const;
const paired = new Set<string>(pairs.flat());
/** What a PUT takes away by leaving it out. */
const references = [
  'publicIPAddress',
  'networkSecurityGroup',
  'natGateway',
  'routeTable',
  'sourceApplicationSecurityGroups',
  'destinationApplicationSecurityGroups',
];

/**
 * Whether what was put is what is there: every leaf of the body is in the answer. Azure adds fields, spells ids and
 * enumerations in another case, and leaves out what is empty. A list of values must be the same set, as one more
 * address would be a wider rule; in a list of things, each that was put must be there, beside whatever others. What the
 * body does not mention may be there, but no reference: a PUT without one takes it away.
 * @param wanted the body of a PUT
 * @param there what GET answers
 */
export function asWanted(wanted: Json, there: Json | undefined): boolean {
  return holds(wanted, there, false);
}

function holds(wanted: Json, there: Json | undefined, exactly: boolean): boolean {
  if (isEmpty(wanted)) return there === undefined || isEmpty(there) || isObject(wanted);
  if (Array.isArray(wanted)) return Array.isArray(there) && listHolds(wanted, there, exactly);
  if (isObject(wanted)) return isObject(there) && objectHolds(wanted, there, exactly);
  return sameValue(wanted, there, exactly);
}

function objectHolds(wanted: JsonObject, there: JsonObject, exactly: boolean): boolean {
  const keys = Object.keys(wanted).filter((key) => !bookkeeping.has(key) && !paired.has(key) && key !== secret);
  return (
    keys.every((key) =>
      key === 'location'
        ? sameValue(placeOf(wanted[key]), placeOf(there[key]), false)
        : holds(wanted[key] ?? null, there[key], exactly || freeText.has(key)),
    ) &&
    references.every((key) => wanted[key] !== undefined || isEmpty(there[key] ?? null)) &&
    pairs.every((pair) => {
      const values = valuesOf(wanted, pair);
      return pair.every((key) => wanted[key] === undefined) || sameSet(values, valuesOf(there, pair), false);
    })
  );
}

function listHolds(wanted: readonly Json[], there: readonly Json[], exactly: boolean): boolean {
  if (!wanted.some(isObject)) return sameSet(wanted, there, exactly);
  return wanted.every((each) => there.some((other) => isSameThing(each, other) && holds(each, other, exactly)));
}

/** Things with names, or with ids, are told apart by these. */
function isSameThing(wanted: Json, there: Json): boolean {
  if (!isObject(wanted) || !isObject(there)) return true;
  const key = ['name', 'id'].find((each) => typeof wanted[each] === 'string');
  return key === undefined || sameValue(wanted[key] ?? null, there[key], false);
}

function valuesOf(object: JsonObject, [single, several]: readonly [string, string]): Json[] {
  const list = object[several];
  return [object[single] ?? '', ...(Array.isArray(list) ? list : [])].filter((each) => !isEmpty(each) && each !== '');
}

/** Azure takes "West Europe" and answers "westeurope". */
function placeOf(location: Json | undefined): Json {
  return typeof location === 'string' ? location.replaceAll(' ', '') : (location ?? null);
}

function sameSet(a: readonly Json[], b: readonly Json[], exactly: boolean): boolean {
  const within = (some: readonly Json[], all: readonly Json[]) =>
    some.every((each) => all.some((other) => sameValue(each, other, exactly)));
  return within(a, b) && within(b, a);
}

function sameValue(wanted: Json, there: Json | undefined, exactly: boolean): boolean {
  if (exactly || typeof wanted !== 'string' || typeof there !== 'string') return wanted === there;
  return wanted.toLowerCase() === there.toLowerCase();
}

function isEmpty(value: Json): boolean {
  if (value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
