import { auditCsv } from '../../core/audit/audit-csv.ts';
import { auditJson } from '../../core/audit/audit-json.ts';
import { isoSecond } from '../../core/text/iso-time.ts';
import { drawTrend } from '../../picture/draw-trend.ts';
import { auditReport } from '../../views/audit-report.ts';
import { auditThread } from '../../views/audit-thread.ts';
import type { NamedFile, RenderReport } from './audit-parts.ts';

/** A trend of one run shows nothing. */
const leastPoints = 2;

/** What a channel is told of a run: the report, the last runs as a picture, the rest of the findings, and all as files. */
export function renderReport(warn: (error: unknown) => void): RenderReport {
  return async (run, { trend, mention }) => {
    const picture = trend.length < leastPoints ? undefined : await drawn(trend, warn);
    const day = isoSecond(run.endedAtMs).slice(0, 10);
    return {
      first: auditReport(run, { mention }),
      ...(picture && { picture: { name: `audit-trend-${day}.png`, bytes: picture } }),
      rest: auditThread(run),
      files: [file(`audit-${day}.csv`, auditCsv(run)), file(`audit-${day}.json`, auditJson(run))],
    };
  };
}

/** Without the picture a report still says everything. */
async function drawn(trend: Parameters<typeof drawTrend>[0], warn: (error: unknown) => void) {
  try {
    return await drawTrend(trend);
  } catch (error) {
    warn(error);
    return undefined;
  }
}

function file(name: string, text: string): NamedFile {
  return { name, bytes: new TextEncoder().encode(text) };
}
