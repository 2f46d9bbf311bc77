import { Agent, request } from 'node:https';

/** Fetches so many pages of Resource Graph and parses them, and does nothing else. Resolves to the rows that there were. */
export async function readBare(endpoint: string, ca: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, ca });
  let rows = 0;
  let next: string | undefined;
  try {
    do {
      const page = await ask(`${endpoint}/providers/Microsoft.ResourceGraph/resources`, agent, next);
      rows += page.data.length;
      next = page.$skipToken;
    } while (next !== undefined);
  } finally {
    agent.destroy();
  }
  return rows;
}

interface Page {
  readonly data: readonly unknown[];
  readonly $skipToken?: string;
}

function ask(url: string, agent: Agent, $skipToken: string | undefined): Promise<Page> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
    });
    sent.once('error', reject);
    sent.end(JSON.stringify({ options: { $skipToken } }));
  });
}
