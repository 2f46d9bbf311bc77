import { describe, expect, it } from 'vitest';
import type { TrendPoint } from '../../src/core/audit/audit-run.ts';
import { drawTrend } from '../../src/picture/draw-trend.ts';
import { dayMs, slotMs } from '../views/audit-runs.ts';
import { type Pixels, pixelsOf } from './pixels-of.ts';

type Counts = readonly [critical: number, high: number, medium: number, low: number, info: number];

function point(
  daysAgo: number,
  [critical, high, medium, low, info]: Counts,
  status: TrendPoint['status'] = 'complete',
) {
  return { atMs: slotMs - daysAgo * dayMs, status, counts: { critical, high, medium, low, info }, waived: 0 };
}

/** How many pixels of a rectangle a test holds for. */
function count(
  { at }: Pixels,
  [left, top, right, bottom]: readonly [number, number, number, number],
  holds: (red: number, green: number, blue: number) => boolean,
): number {
  let found = 0;
  for (let y = top; y < bottom; y += 1) for (let x = left; x < right; x += 1) if (holds(...at(x, y))) found += 1;
  return found;
}

const isInk = (red: number, green: number, blue: number) => red < 70 && green < 75 && blue < 85;
const isGrey = (red: number, green: number, blue: number) => red < 150 && green < 155 && blue < 165;
/** Of the picture, in pixels: left, top, right, bottom. */
const places = {
  title: [40, 28, 1240, 84],
  subtitle: [40, 92, 1240, 136],
  legend: [48, 144, 1000, 196],
  dates: [140, 736, 1760, 812],
  axisName: [800, 814, 1100, 864],
  yAxisName: [10, 232, 56, 728],
  plot: [144, 236, 1752, 730],
} as const;

describe('drawTrend', () => {
  it.each<[string, readonly TrendPoint[]]>([
    ['many runs', Array.from({ length: 45 }, (_, at) => point(at, [at % 3, 2, at % 7, 1, 1]))],
    ['one run', [point(0, [1, 0, 2, 0, 0])]],
    ['nothing found', [point(1, [0, 0, 0, 0, 0]), point(0, [0, 0, 0, 0, 0])]],
    ['a failed and a partial run', [point(1, [0, 0, 0, 0, 0], 'failed'), point(0, [1, 1, 1, 1, 1], 'partial')]],
  ])('writes title, legend, dates and the names of the axes: %s', async (_, points) => {
    const pixels = pixelsOf(await drawTrend(points));
    expect([pixels.width, pixels.height]).toEqual([1800, 880]);
    // Without a font there would be none at all, and no word of it.
    expect(count(pixels, places.title, isInk)).toBeGreaterThan(1500);
    expect(count(pixels, places.legend, isInk)).toBeGreaterThan(300);
    expect(count(pixels, places.dates, isInk)).toBeGreaterThan(60);
    for (const place of [places.subtitle, places.axisName, places.yAxisName])
      expect(count(pixels, place, isGrey)).toBeGreaterThan(100);
  });

  it('draws even where no audit has run yet', async () => {
    expect(count(pixelsOf(await drawTrend([])), places.title, isInk)).toBeGreaterThan(1500);
  });

  it.each<[string, Counts]>([
    ['alone', [1, 0, 0, 0, 0]],
    ['among thousands of others', [1, 300, 2000, 100, 5]],
  ])('shows one critical finding %s', async (_, counts) => {
    const pixels = pixelsOf(await drawTrend([point(0, counts)]));
    const isCritical = (red: number, green: number, blue: number) => red === 122 && green === 4 && blue === 24;
    expect(count(pixels, places.plot, isCritical)).toBeGreaterThan(100);
  });

  it('draws the last 30 runs, the latest on the right, in whatever order they come', async () => {
    const runs = Array.from({ length: 40 }, (_, at) => point(at, at === 0 ? [5, 0, 0, 0, 0] : [0, 0, 1, 0, 0]));
    const [inOrder, turned] = await Promise.all([drawTrend(runs), drawTrend(runs.toReversed())]);
    expect(Buffer.from(turned).equals(Buffer.from(inOrder))).toBe(true);
    const red = (red: number, green: number) => red === 122 && green === 4;
    const pixels = pixelsOf(inOrder);
    expect(count(pixels, [1700, 236, 1752, 722], red)).toBeGreaterThan(1000);
    expect(count(pixels, [144, 236, 1696, 722], red)).toBe(0);
  });

  it('marks what was not wholly read', async () => {
    const draw = async (status: TrendPoint['status']) =>
      Buffer.from(await drawTrend([point(0, [1, 1, 1, 1, 1], status)]));
    const [complete, partial, failed] = await Promise.all([draw('complete'), draw('partial'), draw('failed')]);
    expect(partial.equals(complete)).toBe(false);
    expect(failed.equals(complete)).toBe(false);
  });
});
