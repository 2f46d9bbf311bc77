import { requestFailure } from './query-failure.ts';

/** https://learn.microsoft.com/azure/governance/resource-graph/troubleshoot/general */
const mostBytes = 16 * 1024 * 1024;
/** A page with fewer rows than this is not measured: rows of more than 1 MB do not exist. */
const leastRows = 16;

/** @throws ArmFailure 400 ResponsePayloadTooLarge, as Resource Graph answers a page of large rows */
export function requireSmallAnswer<Answer extends { readonly count: number }>(answer: Answer, nowMs: number): Answer {
  const bytes = answer.count < leastRows ? 0 : Buffer.byteLength(JSON.stringify(answer));
  if (bytes <= mostBytes) return answer;
  const message = `Response payload size is ${bytes}, and has exceeded the limit of ${mostBytes}. Please consider querying less data at a time and make paginated call if needed.`;
  throw requestFailure('ResponsePayloadTooLarge', message, nowMs);
}
