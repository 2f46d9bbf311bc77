import type { PowerState } from '../../facts.ts';
import { AddressSet } from '../../net/address-set.ts';
import type { ExposurePath } from '../finding.ts';
import { lastOf, listOf, objectOf, propertiesOf, tagsOf, textOf } from './object.ts';

const powers: ReadonlySet<string> = new Set<PowerState>([
  'running',
  'starting',
  'stopping',
  'stopped',
  'deallocating',
  'deallocated',
]);

export interface SurveyedMachine {
  /** As a path shows it. */
  readonly shown: ExposurePath['machine'];
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
}

export function machineFromArm(value: unknown): SurveyedMachine | undefined {
  const object = objectOf(value);
  const id = textOf(object?.id);
  if (object === undefined || id === undefined) return undefined;
  const from = propertiesOf(object);
  const os = textOf(objectOf(objectOf(from.storageProfile)?.osDisk)?.osType);
  return {
    shown: {
      id,
      name: textOf(object.name) ?? lastOf(id),
      power: powerOf(from),
      os: os === 'Linux' || os === 'Windows' ? os : 'unknown',
    },
    location: textOf(object.location) ?? '',
    tags: tagsOf(object.tags),
  };
}

/** Resource Graph keeps it apart; Compute among the statuses of the instance view. */
function powerOf(from: Readonly<Record<string, unknown>>): PowerState {
  const inGraph = objectOf(objectOf(objectOf(from.extended)?.instanceView)?.powerState);
  const statuses = listOf(objectOf(from.instanceView)?.statuses).map((each) => textOf(objectOf(each)?.code));
  const code = [textOf(inGraph?.code), ...statuses].find((each) => each?.toLowerCase().startsWith('powerstate/'));
  const word = code?.slice('powerstate/'.length).toLowerCase() ?? '';
  return powers.has(word) ? (word as PowerState) : 'unknown';
}

export interface SurveyedAddress {
  /** '' while none is assigned. */
  readonly address: string;
  readonly sku: string;
}

export function publicIpFromArm(value: unknown): SurveyedAddress | undefined {
  const object = objectOf(value);
  if (object === undefined) return undefined;
  const address = AddressSet.parse(textOf(propertiesOf(object).ipAddress)?.trim() ?? '')?.toCidrs()[0] ?? '';
  return { address, sku: textOf(objectOf(object.sku)?.name) ?? '' };
}
