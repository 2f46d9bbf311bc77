import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { z } from 'zod';
import type { Json } from '../core/canonical-json.ts';

/** What Azure says of a failure, of a request as of an operation. */
export interface ArmError {
  /** Empty where it gave none. */
  readonly code: string;
  readonly message: string;
  readonly details: readonly { readonly code: string; readonly message: string }[];
  /** The display name of the Azure Policy that refused. */
  readonly policy?: string;
}

/** An answer of Resource Manager, whatever its status. */
export interface ArmAnswer {
  readonly status: number;
  readonly headers: PipelineResponse['headers'];
  /** Undefined where there is none, or none in JSON. */
  readonly body: Json | undefined;
  /** As the SDK would have thrown it, to be told like any other failed read. */
  asError(): Error;
}

const text = z.string().nullish().catch(undefined);
const errorShape = z.looseObject({
  code: text,
  message: text,
  details: z
    .array(z.looseObject({ code: text, message: text }))
    .nullish()
    .catch(undefined),
  additionalInfo: z
    .array(z.looseObject({ info: z.looseObject({ policyAssignmentDisplayName: text }).nullish().catch(undefined) }))
    .nullish()
    .catch(undefined),
});
const errorBody = z.looseObject({ error: errorShape });

const silent: ArmError = { code: '', message: '', details: [] };

/** The error in the body of an answer, or of an operation's state. */
export function errorIn(body: Json | undefined): ArmError {
  const parsed = errorBody.safeParse(body);
  if (!parsed.success) return silent;
  const { code, message, details, additionalInfo } = parsed.data.error;
  const policy = additionalInfo?.find(({ info }) => info?.policyAssignmentDisplayName)?.info
    ?.policyAssignmentDisplayName;
  return {
    code: code ?? '',
    message: message ?? '',
    details: (details ?? []).map((each) => ({ code: each.code ?? '', message: each.message ?? '' })),
    ...(policy && { policy }),
  };
}

/** A 404 that says the thing itself is not there, and not that the subscription is out of sight or the address wrong. */
export function saysGone({ status, body }: ArmAnswer): boolean {
  return status === 404 && isGoneCode(errorIn(body).code);
}

export function isGoneCode(code: string | undefined): boolean {
  return code !== undefined && goneCodes.has(code.toLowerCase());
}

/** What Resource Manager, Network, Compute and Defender say of a resource, its group or its parent. */
const goneCodes = new Set([
  'resourcenotfound',
  'resourcegroupnotfound',
  'parentresourcenotfound',
  'notfound',
  'nestedresourcenotfound',
]);
