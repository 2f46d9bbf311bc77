import type { EChartsOption } from 'echarts';
import type { TrendPoint } from '../core/audit/audit-run.ts';
import { countWords } from '../core/audit/finding-words.ts';
import { type Severity, severities } from '../core/audit/severity.ts';
import { isoSecond } from '../core/text/iso-time.ts';

/** In the units of its fonts: small, so that they stay readable in a chat, where it is shown at about this width. */
export const pictureSize = { width: 900, height: 440 } as const;

/** As many runs as there is room for. */
const mostRuns = 30;

/**
 * From the worst to the least: told apart by lightness as well, so that they stay apart for every kind of colour
 * blindness, and in print.
 */
const colours: Readonly<Record<Severity, string>> = {
  critical: '#7a0418',
  high: '#d9480f',
  medium: '#f2b134',
  low: '#7fb2d9',
  info: '#d5dde5',
};

const ink = '#22272e';
const quiet = '#5b6470';

/** What echarts draws: a bar for each run, stacked by severity, the worst at the bottom; what was not wholly read is marked. */
export function trendOptions(given: readonly TrendPoint[]): EChartsOption {
  const points = given.toSorted((a, b) => a.atMs - b.atMs).slice(-mostRuns);
  const { max, interval } = scaleFor(Math.max(0, ...points.map(total)));
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: 'DejaVu Sans' },
    title: {
      text: 'SSH from the internet: what the audits found',
      subtext: subtitle(points),
      left: 24,
      top: 14,
      textStyle: { fontSize: 22, fontWeight: 'bold', color: ink },
      subtextStyle: { fontSize: 14, color: quiet },
    },
    legend: {
      top: 72,
      left: 24,
      itemWidth: 16,
      itemHeight: 16,
      itemGap: 18,
      selectedMode: false,
      textStyle: { fontSize: 15, color: ink },
      data: [...severities],
    },
    grid: { left: 70, right: 24, top: 116, bottom: 76 },
    xAxis: {
      type: 'category',
      name: 'Run (UTC)',
      nameLocation: 'middle',
      nameGap: 48,
      nameTextStyle: { fontSize: 14, color: quiet },
      data: labels(points),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: quiet } },
      axisLabel: { fontSize: 13, lineHeight: 17, color: ink, interval: isLabelled(points.length) },
    },
    yAxis: {
      type: 'value',
      name: 'findings, without waived ones',
      nameLocation: 'middle',
      nameRotate: 90,
      nameGap: 46,
      nameTextStyle: { fontSize: 14, color: quiet },
      min: 0,
      max,
      interval,
      splitLine: { lineStyle: { color: '#e6e9ed' } },
      axisLabel: { fontSize: 13, color: ink },
    },
    series: [...severities.map((severity) => bars(severity, points)), totals(points)],
  };
}

/** Round steps, and room on top for the count and the mark of the highest bar. */
function scaleFor(most: number): { readonly max: number; readonly interval: number } {
  const needed = Math.max(4, most * 1.15);
  const power = 10 ** Math.floor(Math.log10(needed / 5));
  const interval = Math.max(1, [1, 2, 5, 10].map((step) => step * power).find((step) => step * 5 >= needed) ?? 1);
  return { interval, max: Math.ceil(needed / interval) * interval };
}

/** As many as do not touch, and the latest run always. */
function isLabelled(runs: number): (index: number) => boolean {
  const every = Math.ceil(runs / 16);
  return (index) => (runs - 1 - index) % every === 0;
}

function total({ counts }: TrendPoint): number {
  return severities.reduce((sum, severity) => sum + counts[severity], 0);
}

function bars(severity: Severity, points: readonly TrendPoint[]) {
  const isDark = severity === 'critical' || severity === 'high';
  const most = Math.max(1, ...points.map(total));
  return {
    name: severity,
    type: 'bar' as const,
    stack: 'findings',
    barMaxWidth: 64,
    itemStyle: { color: colours[severity], borderColor: '#ffffff', borderWidth: 1 },
    label: {
      show: true,
      fontSize: 13,
      color: isDark ? '#ffffff' : ink,
      // A number that is higher than its piece of the bar would stand in the next one.
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const count = points[dataIndex]?.counts[severity] ?? 0;
        return count >= most / 14 ? countWords(count) : '';
      },
    },
    data: points.map(({ counts, status }) => ({
      value: heightOf(counts[severity], most),
      ...(status !== 'complete' && { itemStyle: { opacity: paleness[status] }, label: { color: ink, opacity: 1 } }),
    })),
  };
}

/** What could not be read counts as it was known: a run that saw less must not look better. */
const paleness = { partial: 0.5, failed: 0.25 } as const;

/**
 * One critical finding is seen among thousands of others. A bar of no height at all would still cover the axis with its
 * border, so there is none.
 */
function heightOf(count: number, most: number): number | null {
  return count === 0 ? null : Math.max(count, most / 45);
}

/** On top of each bar its whole count, and whether it is to be trusted. */
function totals(points: readonly TrendPoint[]) {
  return {
    name: 'all',
    type: 'bar' as const,
    stack: 'findings',
    silent: true,
    itemStyle: { color: 'transparent' },
    label: {
      show: true,
      position: 'insideBottom' as const,
      fontSize: 14,
      fontWeight: 'bold' as const,
      color: ink,
      formatter: ({ dataIndex }: { dataIndex: number }) => mark(points[dataIndex]),
      rich: {
        count: { fontSize: 14, color: ink, fontWeight: 'bold' as const },
        small: { fontSize: 11, color: ink, lineHeight: 15 },
      },
    },
    data: points.map(() => ({ value: 0 })),
  };
}

function mark(point: TrendPoint | undefined): string {
  if (point === undefined) return '';
  if (point.status === 'failed') return '{small|failed}';
  const count = `{count|${countWords(total(point))}}`;
  return point.status === 'partial' ? `{small|partial}\n${count}` : count;
}

function labels(points: readonly TrendPoint[]): string[] {
  return points.map(({ atMs }) => {
    const iso = isoSecond(atMs);
    return `${iso.slice(5, 10)}\n${iso.slice(11, 16)}`;
  });
}

function subtitle(points: readonly TrendPoint[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return 'No audit has run yet';
  const waived = last.waived > 0 ? ` · waived now: ${last.waived}` : '';
  const pale = points.some(({ status }) => status !== 'complete')
    ? ' · pale: with what could not be read that time'
    : '';
  const day = (ms: number) => isoSecond(ms).slice(0, 10);
  const runs =
    points.length === 1
      ? `one audit, ${day(last.atMs)}`
      : `the last ${points.length} audits, ${day(first.atMs)} to ${day(last.atMs)}`;
  return `${runs.charAt(0).toUpperCase()}${runs.slice(1)}${waived}${pale}`;
}
