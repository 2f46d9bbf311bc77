import { describe, expect, it } from 'vitest';
import type { SlackServer } from '../../../sandbox/slack/server.ts';
import { startApp } from './start-app.ts';

const alice = 'U0ALICE';
const general = 'C0GENERAL';
const blocks = [
  {
    type: 'actions',
    block_id: 'b',
    elements: [{ type: 'button', action_id: 'press', text: { type: 'plain_text', text: 'Press' } }],
  },
];

async function post(url: string, body: unknown): Promise<[number, unknown]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return [response.status, await response.json()];
}

function texts(slack: SlackServer, user = alice): string[] {
  return (slack.workspace.view(user).channels.find((each) => each.id === general)?.messages ?? []).map(
    (each) => each.text,
  );
}

/** An app whose command and button hand out their response URLs. */
async function withUrls(options: { commandUrlReplaces?: boolean } = {}) {
  const urls: string[] = [];
  const running = await startApp((app) => {
    app.command('/vm', async ({ ack, command }) => {
      await ack();
      urls.push(command.response_url);
    });
    app.action('press', async ({ ack, body }) => {
      await ack();
      urls.push('response_url' in body ? String(body.response_url) : '');
    });
  }, options);
  await running.slack.workspace.type(alice, general, '/vm');
  return { running, urls, url: urls[0] ?? '' };
}

describe("a command's response URL", () => {
  it('is good five times', async () => {
    const { running, url } = await withUrls();
    await using _running = running;
    for (let use = 1; use <= 5; use += 1) expect(await post(url, { text: `${use}` })).toEqual([200, { ok: true }]);
    expect(await post(url, { text: '6' })).toEqual([404, { ok: false, error: 'used_url' }]);
    expect(texts(running.slack)).toEqual(['1', '2', '3', '4', '5']);
    expect(texts(running.slack, 'U0BOB')).toEqual([]);
  });

  it('is good for thirty minutes', async () => {
    const { running, url } = await withUrls();
    await using _running = running;
    running.clock.advance(30 * 60_000);
    expect(await post(url, { text: 'just in time' })).toEqual([200, { ok: true }]);
    running.clock.advance(1);
    expect(await post(url, { text: 'late' })).toEqual([404, { ok: false, error: 'expired_url' }]);
  });

  it('replaces and deletes what came through it where that is switched on', async () => {
    const { running, url } = await withUrls({ commandUrlReplaces: true });
    await using _running = running;
    await post(url, { text: 'checking' });
    await post(url, { text: 'done', replace_original: true });
    expect(texts(running.slack)).toEqual(['done']);
    await post(url, { delete_original: true });
    expect(texts(running.slack)).toEqual([]);
  });

  it('posts anew whatever it is asked to replace', async () => {
    const { running, url } = await withUrls();
    await using _running = running;
    await post(url, { text: 'checking' });
    await post(url, { text: 'done', replace_original: true });
    expect(texts(running.slack)).toEqual(['checking', 'done']);
  });

  it('refuses what Slack refuses, without a message', async () => {
    const { running, url } = await withUrls();
    await using _running = running;
    expect(await post(url, {})).toEqual([400, { ok: false, error: 'no_text' }]);
    expect(await post(url, { blocks: [{ type: 'header' }] })).toMatchObject([400, { error: 'invalid_blocks' }]);
    expect(await post(`${url}x`, { text: 'x' })).toMatchObject([404, { error: 'no_such_url' }]);
    expect(texts(running.slack)).toEqual([]);
  });

  it('is rate limited on demand', async () => {
    const { running, url } = await withUrls();
    await using _running = running;
    running.slack.faults.rateLimit('response_url', 1, 7);
    const response = await fetch(url, { method: 'POST', body: '{}' });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
  });
});

describe("a click's response URL", () => {
  it('changes the ephemeral message that was clicked', async () => {
    const { running, urls, url } = await withUrls();
    await using _running = running;
    const { slack } = running;
    await post(url, { text: 'ask', blocks });
    const ts = slack.workspace.view(alice).channels[0]?.messages[0]?.ts ?? '';
    const place = { in: 'message', channel: general, ts, ephemeral: true } as const;
    expect(await slack.workspace.click('U0BOB', { place, blockId: 'b', actionId: 'press' })).toMatchObject({
      ok: false,
    });
    expect(await slack.workspace.click(alice, { place, blockId: 'b', actionId: 'press' })).toEqual({ ok: true });
    const clicked = urls[1] ?? '';
    await post(clicked, { text: 'beside', replace_original: false });
    await post(clicked, { text: 'public', replace_original: false, response_type: 'in_channel' });
    await post(clicked, { text: 'instead', replace_original: true });
    expect(texts(slack)).toEqual(['instead', 'beside', 'public']);
    expect(texts(slack, 'U0BOB')).toEqual(['public']);
    await post(clicked, { delete_original: 'true', text: 'anew' });
    expect(texts(slack)).toEqual(['beside', 'public', 'anew']);
  });
});
