import { expect, test } from 'vitest';
import { RequestLog } from '../../../sandbox/arm/request-log.ts';

test('a request is one round later than what had been answered when it came', () => {
  const log = new RequestLog();
  const [token, first] = [log.start('identity', 'POST', '/token'), log.start('arm', 'GET', '/a')];
  token.end(200);
  const second = log.start('arm', 'GET', '/b');
  first.end(200);
  log.start('arm', 'GET', '/c').end(200);
  second.end(200);
  log.start('arm', 'GET', '/d');
  expect(log.entries.map(({ path, round }) => [path, round])).toEqual([
    ['/token', 0],
    ['/a', 1],
    ['/b', 1],
    ['/c', 2],
    ['/d', 3],
  ]);
});

test('what is answered after the log was cleared does not count', () => {
  const log = new RequestLog();
  const before = log.start('arm', 'GET', '/a');
  log.clear();
  before.end(200);
  log.start('arm', 'GET', '/b');
  expect(log.entries).toMatchObject([{ path: '/b', round: 1 }]);
});

test('only the latest requests are kept', () => {
  const log = new RequestLog();
  for (let count = 0; count < 10_005; count += 1) log.start('arm', 'GET', `/${count}`);
  expect(log.entries).toHaveLength(10_000);
  expect(log.entries.at(-1)?.path).toBe('/10004');
});
