import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { SandboxClock } from '../clock.ts';
import type { Workspace } from '../slack/workspace.ts';
import type { World } from '../world/world.ts';
import type { Deliver } from './azure-view.ts';
import { buildPage } from './server/build-page.ts';
import { isOwnRequest } from './server/guard.ts';
import type { CauseTrouble, ChangeVm, SetPower } from './server/perform.ts';
import { pageHeaders } from './server/security-headers.ts';
import { type FileBytes, serveFile } from './server/serve-file.ts';
import { type Part, Session } from './server/session.ts';
import { readStaticFiles, type StaticFile } from './server/static-files.ts';

export interface ConsoleOptions {
  readonly workspace: Workspace;
  readonly world: World;
  readonly clock: Pick<SandboxClock, 'now'>;
  /** Moves the clock, and lets happen what is due by then. */
  readonly advance: (byMs: number) => Promise<void>;
  readonly fileBytes: FileBytes;
  /** The pretend internet's packet decision; without it the pane says nothing of who reaches port 22. */
  readonly deliver?: Deliver;
  /** Without it the pane has no power switches. */
  readonly setPower?: SetPower;
  /** Without it the page has no menu of troubles. */
  readonly causeTrouble?: CauseTrouble;
  /** Without it nothing can be made to happen to a VM. */
  readonly changeVm?: ChangeVm;
  /** How many VMs the pane shows before one has to search. */
  readonly vmRows?: number;
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export interface RunningConsole {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the console's page and keeps every open one up to date. Builds the page first where its sources changed. */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const { workspace, world, host = '127.0.0.1' } = options;
  const files = await readStaticFiles(await buildPage());
  const sessions = new Set<Session>();
  const changed = (part: Part) => {
    for (const session of sessions) session.changed(part);
  };
  const input = { ...options, vmRows: options.vmRows ?? 200, recentAddresses: [], run: randomUUID(), changed };

  let port = options.port;
  const server = createServer((request, response) => {
    if (!isOwnRequest(request.headers, port)) return refuse(response, 403, 'This console answers its own page only');
    answer(request, response, files, options).catch(() => refuse(response, 500, 'The console failed'));
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1_000_000 });
  server.on('upgrade', (request, socket, head) => {
    if (!isOwnRequest(request.headers, port) || request.url !== '/live') {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const session = new Session(webSocket, input);
      sessions.add(session);
      webSocket.on('close', () => sessions.delete(session));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  port = (server.address() as AddressInfo).port;
  const stops = [workspace.onChange(() => changed('workspace')), world.onChange(() => changed('azure'))];

  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      for (const stop of stops) stop();
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, StaticFile>,
  { workspace, world, fileBytes }: ConsoleOptions,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return refuse(response, 405, 'The console only gives; actions go over its WebSocket');
  }
  const url = new URL(request.url ?? '/', 'http://console');
  if (url.pathname.startsWith('/files/')) return serveFile(url, response, { workspace, world, fileBytes });
  const file = files.get(url.pathname);
  if (file === undefined) return refuse(response, 404, 'There is no such page');
  const headers = { ...pageHeaders, 'Content-Type': file.contentType, 'Cache-Control': file.cacheControl };
  response.writeHead(200, headers).end(file.bytes);
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  if (!response.headersSent)
    response.writeHead(status, { ...pageHeaders, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${sentence}\n`);
}
