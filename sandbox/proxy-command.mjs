#!/usr/bin/env node
// Carries ssh into the sandbox, from whatever address you like:
//   ssh -o ProxyCommand='node sandbox/proxy-command.mjs --from 203.0.113.7 --proxy 127.0.0.1:8022 %h %p' azureuser@20.51.230.13
// Plain JavaScript without dependencies, because ssh starts it with the machine's own Node, from 20 on.
import { connect } from 'node:net';
import { parseArgs } from 'node:util';

const usage = 'usage: proxy-command.mjs [--from ADDRESS] --proxy HOST:PORT ADDRESS PORT';

function give(up) {
  process.stderr.write(`proxy-command: ${up}\n`);
  process.exit(1);
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: { from: { type: 'string' }, proxy: { type: 'string' } },
      allowPositionals: true,
    });
    const [address, port] = positionals;
    const [, proxyHost, proxyPort] =
      /^(.+):(\d+)$/.exec(values.proxy?.replace(/^http:\/\//, '').replace(/\/$/, '') ?? '') ?? [];
    if (positionals.length !== 2 || proxyPort === undefined) give(usage);
    return { from: values.from, proxyHost, proxyPort: Number(proxyPort), address, port };
  } catch (error) {
    return give(`${error.message}\n${usage}`);
  }
}

const { from, proxyHost, proxyPort, address, port } = readArguments();
const socket = connect({ host: proxyHost.replace(/^\[(.*)\]$/, '$1'), port: proxyPort });
let head = Buffer.alloc(0);

socket.setNoDelay(true);
socket.on('error', (error) =>
  give(
    error.code === 'ECONNREFUSED'
      ? `nothing listens at ${proxyHost}:${proxyPort}. Is the sandbox running? It prints the proxy's address at its start.`
      : error.message,
  ),
);
socket.on('connect', () => {
  const target = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  const identity =
    from === undefined ? '' : `Proxy-Authorization: Basic ${Buffer.from(`${from}:`).toString('base64')}\r\n`;
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${identity}\r\n`);
});
socket.on('data', readAnswer);
socket.on('end', () => give(`the proxy hung up before it answered`));

function readAnswer(chunk) {
  head = Buffer.concat([head, chunk]);
  const end = head.indexOf('\r\n\r\n');
  if (end < 0) return;
  const text = head.subarray(0, end).toString('latin1');
  const status = Number(text.split(' ')[1]);
  if (status !== 200) {
    const reason = /^x-drawbridge-(?:refused|reason): *(.*)$/im.exec(text)?.[1] ?? text.split('\r\n')[0];
    give(`${address} port ${port}: ${reason}`);
  }
  socket.removeAllListeners('data').removeAllListeners('end');
  process.stdout.write(head.subarray(end + 4));
  process.stdin.pipe(socket);
  socket.pipe(process.stdout);
  socket.on('close', () => process.exit(0));
}
