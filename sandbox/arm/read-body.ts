import type { IncomingMessage } from 'node:http';
import { ArmFailure } from './route.ts';

const mostBytes = 4 * 1024 * 1024;

/**
 * The text that a request carries. What is beyond the limit is read and thrown away, so that the client gets its answer.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits
 * @throws ArmFailure 413 for more than Resource Manager takes
 */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= mostBytes) chunks.push(chunk);
  }
  if (bytes <= mostBytes) return Buffer.concat(chunks).toString('utf8');
  throw new ArmFailure(413, 'RequestContentTooLarge', 'The request content size exceeds the maximum size of 4 MB.');
}
