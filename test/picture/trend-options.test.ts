import { expect, it } from 'vitest';
import type { TrendPoint } from '../../src/core/audit/audit-run.ts';
import { trendOptions } from '../../src/picture/trend-options.ts';
import { slotMs } from '../views/audit-runs.ts';

/** How light a colour is, 0 to 1, as WCAG reckons it. https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function lightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const bars = (series: unknown) =>
  (series as { name: string; itemStyle: { color: string } }[]).filter(
    ({ itemStyle }) => itemStyle.color !== 'transparent',
  );

it('has colours that are told apart by their lightness where the hue is not seen', () => {
  const counts = { critical: 1, high: 1, medium: 1, low: 1, info: 1 };
  const { series } = trendOptions([{ atMs: slotMs, status: 'complete', counts, waived: 0 }]);
  const light = bars(series).map(({ itemStyle }) => lightness(itemStyle.color));
  expect(light).toHaveLength(5);
  // The worst is the darkest; medium and low, which are next to each other in lightness, differ in hue as well.
  expect(light[0]).toBeLessThan((light[1] ?? 0) / 3);
  expect(light[1]).toBeLessThan((light[2] ?? 0) / 2);
  expect(light[3]).toBeLessThan((light[4] ?? 0) - 0.2);
});

it('says which bars count what could not be read that time, and draws them pale', () => {
  const counts = { critical: 1, high: 0, medium: 0, low: 0, info: 0 };
  const options = (...all: readonly TrendPoint['status'][]) =>
    trendOptions(all.map((status, at) => ({ atMs: slotMs + at, status, counts, waived: 0 })));
  const opacities = (given: ReturnType<typeof trendOptions>) => {
    const [critical] = given.series as { data: { itemStyle?: { opacity: number } }[] }[];
    return critical?.data.map(({ itemStyle }) => itemStyle?.opacity ?? 1);
  };
  const mixed = options('complete', 'partial', 'failed');
  expect(opacities(mixed)).toEqual([1, 0.5, 0.25]);
  expect(JSON.stringify(mixed.title)).toContain('pale: with what could not be read that time');
  expect(JSON.stringify(options('complete').title)).not.toContain('pale');
});
