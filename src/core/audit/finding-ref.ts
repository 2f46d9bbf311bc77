import { sha256 } from '../canonical-json.ts';

/**
 * A finding's short name for buttons and forms: the same in every run, and of a length that does not hang on Azure's ids.
 * @param key `Finding.key`
 * @returns 16 hexadecimal digits
 */
export function findingRef(key: string): string {
  return sha256(key).slice(0, 16);
}
