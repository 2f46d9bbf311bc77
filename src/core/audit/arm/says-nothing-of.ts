import { portHolds } from '../../net/port-terms.ts';
import { isAboutTcp } from '../../net/rule-terms.ts';
import { objectOf, propertiesOf } from './object.ts';

/**
 * Whether a rule is surely about something else than who gets in to a TCP port, by a look at its raw form: of an audit's rules
 * most are. What is not plain says something, and so does what has a description: it may be the bot's own.
 */
export function saysNothingOf(port: number, value: unknown): boolean {
  const object = objectOf(value);
  if (object === undefined) return false;
  // Read one by one: most rules are done with after the first two.
  const from = propertiesOf(object);
  if (from.description || typeof from.access !== 'string') return false;
  if (from.direction === 'Outbound') return true;
  const { destinationPortRange: one, protocol } = from;
  if (typeof one === 'string' && one !== '' && portHolds(one, port) === false)
    return isEmpty(from.destinationPortRanges);
  return typeof protocol === 'string' && isAboutTcp(protocol) === false;
}

function isEmpty(several: unknown): boolean {
  return !Array.isArray(several) || several.length === 0;
}
