import { Agent, request } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import type { ArmServer } from '../../sandbox/arm/server.ts';

interface BareAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** Resource Manager over plain HTTPS with open connections: as little as anybody can get by with. */
export interface BareClient {
  readonly call: (method: string, path: string, apiVersion: string, body?: unknown) => Promise<BareAnswer>;
  /** Polls an accepted change as Resource Manager says: at once, then after each Retry-After. */
  readonly follow: (answer: BareAnswer) => Promise<void>;
  readonly close: () => void;
}

export function bareClient(arm: ArmServer): BareClient {
  const agent = new Agent({ keepAlive: true, ca: arm.caCert });
  const authorization = `Bearer ${arm.issueToken().accessToken}`;

  function send(method: string, url: URL, body?: unknown): Promise<BareAnswer> {
    const headers = { authorization, 'content-type': 'application/json' };
    return new Promise((resolve, reject) => {
      const sent = request(url, { method, headers, agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const { statusCode: status = 0, headers: given } = response;
          if (status >= 400) reject(new Error(`${method} ${url.pathname}: ${status} ${text}`));
          else resolve({ status, headers: given, body: text === '' ? undefined : JSON.parse(text) });
        });
      });
      sent.once('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  return {
    call(method, path, apiVersion, body) {
      const url = new URL(path, arm.endpoint);
      url.searchParams.set('api-version', apiVersion);
      return send(method, url, body);
    },
    async follow({ headers }) {
      const url = new URL(String(headers['azure-asyncoperation']));
      for (;;) {
        const polled = await send('GET', url);
        if ((polled.body as { status?: string }).status === 'Succeeded') return;
        await delay(Number(polled.headers['retry-after'] ?? 0) * 1000);
      }
    },
    close: () => agent.destroy(),
  };
}
