import { describe, expect, test } from 'vitest';
import { createLog, redact } from '../src/log.ts';

function lines(write: (log: ReturnType<typeof createLog>) => void, pretty = false): string {
  const written: string[] = [];
  write(createLog({ level: 'info', pretty }, { write: (line) => void written.push(line) }));
  return written.join('');
}

const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1oush\n-----END OPENSSH PRIVATE KEY-----\n';

/** As Slack sends a form that was filled in. */
const typed = (value: string) =>
  JSON.stringify({ values: { 'public-key': { 'public-key': { type: 'plain_text_input', value } }, reason: {} } });

describe('no secret reaches the log', () => {
  test.each([
    ['a bot token in a text', { text: 'token xoxb-12-hush rejected' }],
    ['a rotating token', { text: 'xoxe.xoxp-1-hush' }],
    ['an app token', { text: 'xapp-1-A1-hush' }],
    ['an authorization header', { request: { headers: { authorization: 'hush' } } }],
    ['a bearer token in a text', { text: 'authorization: Bearer hush.hush-hush' }],
    ['a token of Azure', { text: 'got eyJhbGciOi.eyJhdWQhush.hush' }],
    ['a response_url by its key', { body: { response_url: 'https://example.com/hush' } }],
    ['a response_url by its look', { text: 'POST https://hooks.slack.com/commands/T1/hush failed' }],
    ['a trigger id', { payload: [{ trigger_id: '12.34.hush' }] }],
    ['a private key', { text: key.replace('b3', 'hush') }],
    ['a broken private key', { text: '-----BEGIN PRIVATE KEY-----\nhush' }],
    ['a private key without its first line', { text: 'b3BlbnNzaC1rZXktdjEAAAAhush\nhush==' }],
    ['what is typed for a public key', { text: typed('hush') }],
    ['what is typed for a public key, two payloads deep', { text: JSON.stringify({ payload: typed('hu"sh\n hush') }) }],
    ['a client secret', { form: { client_secret: 'hu"sh hush' } }],
    ['a trigger id in a payload that is itself JSON', { text: JSON.stringify({ trigger_id: '12.34.hush' }) }],
    ['a token two payloads deep', { text: JSON.stringify({ payload: JSON.stringify({ token: 'hush' }) }) }],
    ['a response_url as Slack writes it', { text: 'https:\\/\\/hooks.slack.com\\/commands\\/T1\\/hush' }],
    ['a response_url of GovSlack', { text: 'POST https://hooks.slack-gov.com/commands/T1/hush' }],
    ['a ticket as Slack writes it', { text: '{"url":"wss:\\/\\/wss.slack.com\\/link\\/?ticket=hush"}' }],
    ['a broken private key in a payload', { text: JSON.stringify({ key: '-----BEGIN PRIVATE KEY-----\nhush' }) }],
    ['a password that ends in a backslash', { text: JSON.stringify({ password: 'hush\\' }), password: 'hush\\' }],
    ['an operation address', { url: 'https://management.azure.com/x/operations/1?p=hush&s=hush' }],
    ["a database's address", { text: 'no answer from postgres://bot:hush@db:5432/x?password=hush today' }],
    ["a database's address with a wild password", { text: 'postgresql://bot:a/h@?#u:hush@db/hush' }],
    ["a database's address in a payload", { text: JSON.stringify({ DATABASE_URL: 'postgres://bot:hush@db/x' }) }],
    ["a database's address by its key", { databaseUrl: 'hush' }],
    ['a Socket Mode ticket', { url: 'wss://wss.slack.com/link/?ticket=hush' }],
  ])('%s', (_, fields) => {
    const line = lines((log) => log.info(fields, 'something'));
    expect(line).not.toContain('hush');
    expect(JSON.parse(line)).toMatchObject({ msg: 'something', level: 'info' });
  });

  test('nor through an error, its cause and the request that hangs on it', () => {
    const cause = Object.assign(new Error('xoxb-1-hush'), { request: { headers: { authorization: 'Bearer hush' } } });
    const line = lines((log) => log.error({ err: new Error('outer', { cause }) }, 'failed'));
    expect(line).not.toContain('hush');
    expect(JSON.parse(line)).toMatchObject({ err: { message: 'outer', cause: { message: '[token]' } } });
  });

  test('nor in lines for people', () => {
    const line = lines((log) => log.warn({ token: 'hush', vm: 'myVM' }, 'look'), true);
    expect(line).toMatch(/^\d\d:\d\d:\d\d WARN {2}look \{"token":"\[secret\]","vm":"myVM"\}\n$/);
  });
});

test('an ordinary line stays as it is', () => {
  const line = '{"level":"info","vm":"myVM","nsg":"myNSG","url":"https://management.azure.com/subscriptions/1"}';
  expect(redact(line)).toBe(line);
});

test('lines below the level are not written', () => {
  expect(lines((log) => log.debug('quiet'))).toBe('');
});
