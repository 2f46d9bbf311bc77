import type { RestError } from '@azure/core-rest-pipeline';

/** The SDK's own test loads its whole pipeline; the name is all that it looks at across versions, too. */
export function isRestError(error: unknown): error is RestError {
  return error instanceof Error && error.name === 'RestError';
}
