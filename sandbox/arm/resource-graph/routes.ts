import type { ArmRoute } from '../route.ts';

export const resourceGraphRoutes: readonly ArmRoute[] = [];
