import { isOverSsh } from '../actions/act.ts';
import type { VmRequest } from './request.ts';

/** The port that a plan opens for the bot itself, for the length of a command; undefined: it opens none for itself. */
export function openingOf({
  plan,
  params,
}: Pick<VmRequest, 'plan' | 'params'>): { readonly from: string; readonly durationMs: number } | undefined {
  const { opensForMs, act } = plan;
  if (!isOverSsh(act) || opensForMs === undefined) return undefined;
  return { from: params.over?.egress ?? '', durationMs: opensForMs };
}
