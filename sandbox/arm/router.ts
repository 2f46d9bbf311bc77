import type { ArmRequest, ArmRoute } from './route.ts';

interface CompiledRoute {
  readonly route: ArmRoute;
  readonly segments: readonly string[];
}

export type RouteMatch =
  | { readonly kind: 'found'; readonly route: ArmRoute; readonly params: Record<string, string> }
  | { readonly kind: 'other-method'; readonly allowed: readonly string[] }
  | { readonly kind: 'none' };

/** Finds routes by method and path, both without case. Between two matches the one with more literal segments wins. */
export function buildRouter(routes: readonly ArmRoute[]): (method: ArmRequest['method'], path: string) => RouteMatch {
  const byLength = Map.groupBy(routes.map(compile), (each) => each.segments.length);
  return (method, path) => {
    const segments = split(path);
    const matches = (byLength.get(segments.length) ?? []).filter((each) => fits(each.segments, segments));
    const [best] = matches
      .filter((each) => each.route.method === method)
      .sort((a, b) => literals(b.segments) - literals(a.segments));
    if (best !== undefined) return { kind: 'found', route: best.route, params: paramsOf(best.segments, segments) };
    if (matches.length > 0) return { kind: 'other-method', allowed: matches.map((each) => each.route.method) };
    return { kind: 'none' };
  };
}

function compile(route: ArmRoute): CompiledRoute {
  const segments = split(route.path).map((each) => (isParam(each) ? each : each.toLowerCase()));
  return { route, segments };
}

function split(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function isParam(segment: string): boolean {
  return segment.startsWith('{');
}

function literals(segments: readonly string[]): number {
  return segments.filter((segment) => !isParam(segment)).length;
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return pattern.every((part, index) => isParam(part) || part === segments[index]?.toLowerCase());
}

function paramsOf(pattern: readonly string[], segments: readonly string[]): Record<string, string> {
  const pairs = pattern.flatMap((part, index) => (isParam(part) ? [[part.slice(1, -1), segments[index] ?? '']] : []));
  return Object.fromEntries(pairs);
}
