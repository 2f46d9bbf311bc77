import { computeRoutes } from './compute/routes.ts';
import type { ArmRoute } from './route.ts';

/** Everything that the pretend Resource Manager answers, apart from polls of operations. */
export const armRoutes: readonly ArmRoute[] = [...computeRoutes];
