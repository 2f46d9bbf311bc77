import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { ServerMessage, Snapshot } from '../../../sandbox/console/protocol.ts';
import { isOwnRequest } from '../../../sandbox/console/server/guard.ts';
import { startTestConsole } from './start-test-console.ts';

let running: Awaited<ReturnType<typeof startTestConsole>>;
beforeAll(async () => {
  running = await startTestConsole();
}, 60_000);
afterAll(() => running.close());

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** `fetch` does not let one set `Host`. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: running.port, path, method, headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += String(chunk);
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

function upgrade(headers: Record<string, string>, path = '/live'): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${running.port}${path}`, { headers });
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('error', () => {});
  });
}

const own = 'http://127.0.0.1:PORT';
const strangers = [
  { name: 'own host', headers: {}, allowed: true },
  { name: 'own host by name', headers: { Host: 'localhost:PORT' }, allowed: true },
  { name: 'own origin', headers: { Origin: own }, allowed: true },
  { name: 'rebound host', headers: { Host: 'evil.example:PORT' }, allowed: false },
  { name: 'host of another port', headers: { Host: '127.0.0.1:1' }, allowed: false },
  { name: 'host without a port', headers: { Host: '127.0.0.1' }, allowed: false },
  { name: 'foreign origin', headers: { Origin: 'https://evil.example' }, allowed: false },
  { name: 'origin of another port', headers: { Origin: 'http://127.0.0.1:1' }, allowed: false },
  { name: 'origin that begins alike', headers: { Origin: `${own}.evil.example` }, allowed: false },
  { name: 'opaque origin', headers: { Origin: 'null' }, allowed: false },
  { name: 'secure origin of the same name', headers: { Origin: own.replace('http:', 'https:') }, allowed: false },
  {
    name: 'picture in a foreign page',
    headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' },
    allowed: false,
  },
  {
    name: 'link in a foreign page',
    headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' },
    allowed: true,
  },
];
const withPort = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, value.replace('PORT', String(running.port))]));

describe('guards', () => {
  it.each(strangers)('$name over HTTP', async ({ headers, allowed }) => {
    expect((await ask('/', withPort(headers))).status).toBe(allowed ? 200 : 403);
  });

  it.each(strangers)('$name over WebSocket', async ({ headers, allowed }) => {
    expect(await upgrade(withPort(headers))).toBe(allowed ? 101 : 403);
  });

  it('refuses a request without any host', () => {
    expect(isOwnRequest({}, 80)).toBe(false);
  });

  it('opens no other socket', async () => {
    expect(await upgrade({}, '/else')).toBe(403);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is not for static files', async (method) => {
    expect((await ask('/', {}, method)).status).toBe(405);
  });

  it.each(['/nothing', '/../package.json', '/%2e%2e/package.json', '/assets/'])('%s is not there', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });
});

it('serves a page that loads from nowhere else', async () => {
  const { headers, body } = await ask('/');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['content-security-policy']).not.toMatch(/https?:|unsafe|\*/);
  expect(headers['cache-control']).toBe('no-cache');
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(body)?.[1] ?? '';
  const asset = await ask(script);
  expect(asset.status).toBe(200);
  expect(asset.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
  });
});

describe('files', () => {
  const file = { name: 'report.html', title: 'Report', mimetype: 'text/html', size: 20, path: '/files/report' };

  it('serves what the person sees, never as a page', async () => {
    running.workspace.post('C0GENERAL', { files: [{ ...file, id: 'F0PUBLIC' }] });
    const shown = await ask('/files/U0ALICE/F0PUBLIC');
    expect(shown.body).toBe('vm,open\nweb,yes\n');
    expect(shown.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': "inline; filename*=UTF-8''report.html",
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    const saved = await ask('/files/U0ALICE/F0PUBLIC?download');
    expect(saved.headers['content-disposition']).toMatch(/^attachment/);
  });

  it('keeps what others see, what is not there and whom nobody knows', async () => {
    running.workspace.post('C0GENERAL', { files: [{ ...file, id: 'F0PRIVATE' }] }, 'U0BOB');
    const statuses = await Promise.all(
      ['U0BOB/F0PRIVATE', 'U0ALICE/F0PRIVATE', 'U0ALICE/F0NONE', 'U0NOBODY/F0PUBLIC'].map(
        async (path) => (await ask(`/files/${path}`)).status,
      ),
    );
    expect(statuses).toEqual([200, 404, 404, 404]);
  });
});

describe('live', () => {
  async function open() {
    const socket = new WebSocket(`ws://127.0.0.1:${running.port}/live`);
    const received: ServerMessage[] = [];
    const waiting: (() => void)[] = [];
    socket.on('message', (data) => {
      received.push(JSON.parse(String(data)) as ServerMessage);
      for (const wake of waiting.splice(0)) wake();
    });
    await new Promise((resolve) => socket.once('open', resolve));
    const until = async <T>(find: (messages: readonly ServerMessage[]) => T | undefined): Promise<T> => {
      for (;;) {
        const found = find(received);
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    };
    const send = (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    return { socket, send, until };
  }

  const snapshots = (messages: readonly ServerMessage[]) =>
    messages.filter((each): each is Snapshot => each.kind === 'snapshot');

  it('sends a person their own view, then what changes', async () => {
    const { socket, send, until } = await open();
    send({ kind: 'watch', as: 'bob', search: 'web' });
    const first = await until((messages) => snapshots(messages)[0]);
    expect(first.workspace?.me.id).toBe('U0BOB');
    expect(first.azure?.vms.map((vm) => vm.name)).toEqual(['web']);
    running.workspace.post('C0ACCESS', { text: 'for all' });
    const second = await until((messages) => snapshots(messages)[1]);
    expect(second.workspace?.channels[1]?.messages.at(-1)?.text).toBe('for all');
    expect(second.azure).toBeUndefined();
    running.world.put({ id: running.world.list('Microsoft.Compute/virtualMachines')[0]?.id ?? '', properties: {} });
    const third = await until((messages) =>
      snapshots(messages).find((each, index) => index > 1 && each.azure !== undefined),
    );
    expect(third.azure?.vms[0]?.power).toBe('unknown');
    socket.close();
  });

  it('does what is asked and tells how it went', async () => {
    const { socket, send, until } = await open();
    send({ kind: 'watch', as: 'U0ALICE', search: '' });
    const before = running.clock.now();
    send({ kind: 'act', id: 1, as: 'U0ALICE', action: { kind: 'advance', byMs: 3_600_000 } });
    send({
      kind: 'act',
      id: 2,
      as: 'U0ALICE',
      action: { kind: 'type', channelId: 'C0GENERAL', text: '/vm connect-check web from 203.0.113.7' },
    });
    send({ kind: 'act', id: 3, as: 'U0ALICE', action: { kind: 'power', vmId: 'web', running: false } });
    const outcome = (id: number) =>
      until((messages) => messages.find((each) => each.kind === 'outcome' && each.id === id));
    expect(await outcome(1)).toMatchObject({ outcome: { ok: true } });
    expect(running.clock.now()).toBeGreaterThanOrEqual(before + 3_600_000);
    await outcome(2);
    await outcome(3);
    expect(running.powered).toContain('web false');
    const tried = await until((messages) =>
      snapshots(messages).findLast((each) =>
        each.azure?.vms[0]?.reach.some((reach) => reach.address === '203.0.113.7'),
      ),
    );
    expect(tried.azure?.vms[0]?.reach.at(-1)?.who).toBe('recent');
    socket.close();
  });

  it('tells when the sandbox itself fails', async () => {
    const { socket, send, until } = await open();
    running.workspace.click = async () => {
      throw new Error('boom');
    };
    const click = { place: { in: 'view', viewId: 'V1' }, blockId: 'b', actionId: 'a' };
    send({ kind: 'act', id: 9, as: 'U0ALICE', action: { kind: 'click', click } });
    const answer = await until((messages) => messages.find((each) => each.kind === 'outcome'));
    expect(answer).toMatchObject({ id: 9, outcome: { ok: false, notice: 'The sandbox failed: boom' } });
    socket.close();
  });

  it.each(['no JSON', '{"kind":"act"}', '{"kind":"watch","as":"alice","search":"","more":1}'])(
    'hangs up on %s',
    async (text) => {
      const { socket, send } = await open();
      const closed = new Promise((resolve) => socket.once('close', resolve));
      send(text);
      expect(await closed).toBe(1008);
    },
  );
});
