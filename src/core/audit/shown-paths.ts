import type { ExposurePath, Finding } from './finding.ts';
import type { SurveyedPath } from './paths-to.ts';

const most = 20;

/** The open ones first, and of the others those that come nearest. */
export function shownPaths(paths: readonly SurveyedPath[]): Pick<Finding, 'paths' | 'morePaths'> {
  const rank = ({ isOpen, endpoint, machine }: SurveyedPath) =>
    (isOpen === true ? 0 : isOpen === 'unknown' ? 10 : 20) +
    (endpoint === undefined ? 2 : 0) +
    (machine.power === 'running' ? 0 : 1);
  const sorted = paths.toSorted((left, right) => rank(left) - rank(right));
  const shown = sorted
    .slice(0, most)
    .map(({ verdict: _, adminRulesUnread: __, sku: ___, guard: ____, isOld: _____, ...path }): ExposurePath => path);
  return { paths: shown, morePaths: Math.max(0, paths.length - most) };
}
