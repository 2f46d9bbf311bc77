import { parseIsoSecond } from '../text/iso-time.ts';

/** One option in front of a key in authorized_keys. */
export interface KeyOption {
  /** In lower case: sshd does not mind. */
  readonly name: string;
  /** Without its quotes; undefined where it has none. */
  readonly value: string | undefined;
}

/**
 * The options of a line of authorized_keys.
 * @param front what stands in front of the key's blob: options, if any, and the type. man 8 sshd, AUTHORIZED_KEYS
 */
export function keyOptions(front: string): readonly KeyOption[] {
  const [, options = ''] = /^(.*?)\s*[a-z0-9@.-]+$/i.exec(front.trim()) ?? [];
  return [...options.matchAll(/([A-Za-z0-9@.-]+)(?:="((?:\\"|[^"])*)"?)?/g)].map(([, name = '', value]) => ({
    name: name.toLowerCase(),
    value: value?.replaceAll('\\"', '"'),
  }));
}

/**
 * When a key ends: `YYYYMMDD[Z]` or `YYYYMMDDHHMM[SS][Z]`, in the machine's own time unless it ends in Z.
 * @param offset of the machine's time, as `date +%z` writes it: `+0200`
 * @returns epoch milliseconds; undefined where it is none
 */
export function expiryMs(value: string, offset: string): number | undefined {
  const [, year, month, day, hour = '00', minute = '00', second = '00', zulu] =
    /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(Z)?$/i.exec(value) ?? [];
  if (year === undefined) return undefined;
  const utcMs = parseIsoSecond(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return utcMs === undefined ? undefined : utcMs - (zulu === undefined ? offsetMs(offset) : 0);
}

function offsetMs(offset: string): number {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d)(\d\d)$/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
