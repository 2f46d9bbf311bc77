import { readAudit } from './read-audit.ts';
import { readBare } from './read-bare.ts';

/** One reading of this many pages, what it took and, over the life of this process, the most memory. */
export interface Reading {
  readonly ms: number;
  readonly rows: number;
  readonly peakMB: number;
}

export interface ReadingOrder {
  readonly how: 'bare' | 'audit';
  readonly endpoint: string;
  readonly cert: string;
  readonly pages: number;
}

process.on('message', async ({ how, endpoint, cert, pages }: ReadingOrder) => {
  const startMs = performance.now();
  const at = `${endpoint}/${pages}`;
  const rows = how === 'bare' ? await readBare(at, cert) : (await readAudit(at, cert)).rows;
  const ms = performance.now() - startMs;
  process.send?.({ ms, rows, peakMB: process.resourceUsage().maxRSS / 1024 } satisfies Reading);
});
