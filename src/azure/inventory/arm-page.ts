import type { ArmResource } from '../../core/audit/inventory.ts';
import type { Json } from '../../core/canonical-json.ts';

/** One page as it came. Its rows are looked at no further than needed: there may be a hundred thousand of them. */
export interface ArmPage {
  readonly rows: ArmResource[];
  /** What the next page is asked for with: a token or an address. Absent: this is the last. */
  readonly next?: string;
}

/** @returns undefined for an answer that is no page, or that was cut off without a way on */
export function graphPage(body: Json | undefined): ArmPage | undefined {
  const { data, $skipToken: next, resultTruncated } = fieldsOf(body);
  if (!isRows(data)) return undefined;
  if (typeof next === 'string' && next !== '') return { rows: data, next };
  return resultTruncated === 'true' ? undefined : { rows: data };
}

/** @returns undefined for an answer that is no page */
export function listPage(body: Json | undefined): ArmPage | undefined {
  const { value, nextLink: next } = fieldsOf(body);
  if (!isRows(value)) return undefined;
  return typeof next === 'string' && next !== '' ? { rows: value, next } : { rows: value };
}

function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}

function isRows(rows: unknown): rows is ArmResource[] {
  return Array.isArray(rows) && rows.every((row) => typeof row?.id === 'string');
}

export function isResource(body: Json | undefined): body is Json & ArmResource {
  return typeof fieldsOf(body).id === 'string';
}
