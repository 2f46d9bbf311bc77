import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificate } from '../../sandbox/arm/certificate.ts';
import { generateNsgs } from './generate-nsgs.ts';

/** A process of its own, so that serving costs the reader neither time nor memory. It serves until it is ended. */
const pageRows = 125;
const pagesMade = 16;
const rulesEach = 20;

const nsgs = [...generateNsgs(pageRows * pagesMade, rulesEach)];
/** The rows of each page as text; after the last comes the first again, as groups of other names. */
const pages = Array.from({ length: pagesMade }, (_, at) =>
  JSON.stringify(nsgs.slice(at * pageRows, (at + 1) * pageRows)),
);

function rowsOf(page: number): Buffer {
  const text = pages[page % pagesMade] ?? '';
  const round = Math.floor(page / pagesMade);
  return Buffer.from(round === 0 ? text : text.replaceAll('/resourceGroups/', `/resourceGroups/round-${round}-`));
}
const subscriptions = JSON.stringify({
  value: Array.from({ length: 50 }, (_, at) => ({
    subscriptionId: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    displayName: `Subscription ${at}`,
  })),
});

const { cert, key } = await makeCertificate();
const server = createServer({ cert, key }, async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  response.setHeader('Content-Type', 'application/json');
  if (request.method === 'GET') return response.end(subscriptions);
  // How many pages there are is in the path: /800/providers/... has 800.
  const count = Number(request.url?.split('/')[1]);
  const { options } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const at = Number(options.$skipToken ?? 0);
  const rows = rowsOf(at);
  const head = `{"totalRecords":${count * pageRows},"count":${pageRows},"resultTruncated":"false",${at + 1 < count ? `"$skipToken":"${at + 1}",` : ''}"data":`;
  response.setHeader('Content-Length', Buffer.byteLength(head) + rows.length + 1);
  response.write(head);
  response.write(rows);
  response.end('}');
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ endpoint: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, cert });
});
