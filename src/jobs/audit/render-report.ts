import { auditCsv } from '../../core/audit/audit-csv.ts';
import { auditFileName } from '../../core/audit/audit-file-name.ts';
import { auditJson } from '../../core/audit/audit-json.ts';
import type { AuditRun, TrendPoint } from '../../core/audit/audit-run.ts';
import { drawTrend } from '../../picture/draw-trend.ts';
import { auditReport, isOneLine } from '../../views/audit-report.ts';
import { auditThread } from '../../views/audit-thread.ts';
import { trendWords } from '../../views/trend-words.ts';
import type { NamedFile, RenderReport } from './audit-parts.ts';

/** What a channel is told of a run: the report, the last runs as a picture, the rest of the findings, and all as files. */
export function renderReport(warn: (error: unknown) => void): RenderReport {
  return async (run, { trend, mention, isFirst }) => {
    // A trend of one run shows nothing.
    const picture = trend.length < 2 ? undefined : await drawn(run, trend, warn);
    return {
      first: (missing) => auditReport(run, { mention, isFirst, missing }),
      isOneLine: isOneLine(run),
      ...(picture && { picture }),
      rest: auditThread(run),
      files: [file(auditFileName(run, 'csv'), auditCsv(run)), file(auditFileName(run, 'json'), auditJson(run))],
    };
  };
}

/** Without the picture a report still says everything. */
async function drawn(run: AuditRun, trend: readonly TrendPoint[], warn: (error: unknown) => void) {
  try {
    return { name: auditFileName(run, 'png'), bytes: await drawTrend(trend), altText: trendWords(trend) };
  } catch (error) {
    warn(error);
    return undefined;
  }
}

function file(name: string, text: string): NamedFile {
  return { name, bytes: new TextEncoder().encode(text) };
}
