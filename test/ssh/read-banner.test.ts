import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readBanner } from '../../src/ssh/read-banner.ts';

/** What is told at the deadline of a connection over which these bytes came, and stayed open. */
async function atDeadline(bytes: string) {
  const deadline = new AbortController();
  const socket = new PassThrough();
  const answer = readBanner(socket, deadline.signal, 3_000);
  if (bytes !== '') {
    const came = new Promise((resolve) => socket.once('data', resolve));
    socket.write(Buffer.from(bytes, 'latin1'));
    await came;
  }
  deadline.abort();
  return answer;
}

test.each([
  ['nothing', '', ''],
  ['a greeting without its end', 'SSH-2.0-Open', 'SSH-2.0-Open'],
  ['another greeting', '220 mail ESMTP\r\n', '220 mail ESMTP\r\n'],
  ['no more than fits into a sentence', 'x'.repeat(500), 'x'.repeat(80)],
])('tells what came before the deadline: %s', async (_, bytes, received) => {
  expect(await atDeadline(bytes)).toEqual({ kind: 'silent', afterMs: 3_000, received });
});

test('a deadline that has passed already is silence', async () => {
  expect(await readBanner(new PassThrough(), AbortSignal.abort(), 3_000)).toMatchObject({ kind: 'silent' });
});

test('a connection that is reset was hung up', async () => {
  const socket = new PassThrough();
  const answer = readBanner(socket, new AbortController().signal, 3_000);
  socket.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
  expect(await answer).toEqual({ kind: 'hung-up', received: '' });
});
