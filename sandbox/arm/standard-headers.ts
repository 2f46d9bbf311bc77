import { randomUUID } from 'node:crypto';

/** What Resource Manager sends with every answer. */
export function standardHeaders(nowMs: number, correlationId: string | undefined): Record<string, string> {
  const requestId = randomUUID();
  const stamp = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return {
    'Cache-Control': 'no-cache',
    Pragma: 'no-cache',
    Expires: '-1',
    'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
    'X-Content-Type-Options': 'nosniff',
    'x-ms-request-id': requestId,
    'x-ms-correlation-request-id': correlationId ?? requestId,
    'x-ms-routing-request-id': `SANDBOX:${stamp}:${requestId}`,
  };
}
