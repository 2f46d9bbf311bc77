import type { SecurityRule } from '../../../src/core/facts.ts';
import { type ExposureContext, usualThresholds } from '../../../src/core/net/exposure.ts';
import { exposureOf } from '../../../src/core/net/exposure-of.ts';

/** Whom rules let in to SSH, with nothing known besides but what is said. */
export function exposureTo(rules: readonly SecurityRule[], context: Partial<ExposureContext> = {}) {
  return exposureOf({ rules }, { port: 22, thresholds: usualThresholds, ...context });
}
