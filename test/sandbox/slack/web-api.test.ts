import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scriptClock } from '../../../sandbox/clock.ts';
import { type SlackServer, startSlack } from '../../../sandbox/slack/server.ts';
import { slackSchema } from '../../../sandbox/world/schema.ts';
import { startMs } from './start-app.ts';

const spec = slackSchema.parse({
  users: [
    { id: 'U0ALICE', name: 'alice', tz: 'Europe/Berlin' },
    { id: 'U0BOB', name: 'bob', admin: true },
    { id: 'U0GUEST', name: 'guest', guest: true },
    { id: 'U0FAR', name: 'far', foreignTeam: 'T0OTHER' },
  ],
  userGroups: [{ id: 'S0OPS', handle: 'ops', users: ['U0BOB'] }],
  channels: [
    { id: 'C0GENERAL', name: 'general' },
    { id: 'C0OUTSIDE', name: 'outside', bot: false },
    { id: 'C0OLD', name: 'old' },
    { id: 'G0SECRET', name: 'secret', private: true },
    { id: 'G0HIDDEN', name: 'hidden', private: true, bot: false },
  ],
});

let slack: SlackServer;
let client: WebClient;
beforeAll(async () => {
  slack = await startSlack({ spec, clock: scriptClock(startMs) });
  slack.faults.archiveChannel('C0OLD');
  client = clientOf(slack);
});
afterAll(() => slack.close());

function clientOf(server: SlackServer, token = server.botToken): WebClient {
  const quiet = {
    debug() {},
    info() {},
    warn() {},
    error() {},
    setLevel() {},
    getLevel: () => 'error' as never,
    setName() {},
  };
  return new WebClient(token, {
    slackApiUrl: server.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet,
  });
}

const text = 'hello';
const divider = { type: 'divider' };

it.each([
  ['chat.postMessage', { channel: 'C0NONE', text }, 'channel_not_found'],
  ['chat.postMessage', { channel: 'G0HIDDEN', text }, 'channel_not_found'],
  ['chat.postMessage', { channel: 'C0OUTSIDE', text }, 'not_in_channel'],
  ['chat.postMessage', { channel: 'C0OLD', text }, 'is_archived'],
  ['chat.postMessage', { channel: 'C0GENERAL' }, 'no_text'],
  ['chat.postMessage', { channel: 'C0GENERAL', text: '  ', blocks: [] }, 'no_text'],
  ['chat.postMessage', { channel: 'C0GENERAL', text: 'x'.repeat(40_001) }, 'msg_too_long'],
  ['chat.postMessage', { channel: 'C0GENERAL', text, blocks: 'nonsense' }, 'invalid_blocks_format'],
  ['chat.postMessage', { channel: 'C0GENERAL', text, blocks: [{ type: 'nonsense' }] }, 'invalid_blocks'],
  ['chat.postMessage', { channel: 'C0GENERAL', text, thread_ts: '1.000001' }, 'thread_not_found'],
  ['chat.postMessage', { text }, 'invalid_arguments'],
  ['chat.postEphemeral', { channel: 'C0GENERAL', user: 'U0GUEST', text }, 'user_not_in_channel'],
  ['chat.update', { channel: 'C0GENERAL', ts: '1.000001', text }, 'message_not_found'],
  ['chat.delete', { channel: 'C0GENERAL', ts: '1.000001' }, 'message_not_found'],
  ['chat.getPermalink', { channel: 'C0GENERAL', message_ts: '1.000001' }, 'message_not_found'],
  ['conversations.info', { channel: 'G0HIDDEN' }, 'channel_not_found'],
  ['conversations.history', { channel: 'C0OUTSIDE' }, 'not_in_channel'],
  ['conversations.replies', { channel: 'C0GENERAL', ts: '1.000001' }, 'thread_not_found'],
  ['conversations.list', { types: 'nonsense' }, 'invalid_types'],
  ['conversations.list', { cursor: 'nonsense' }, 'invalid_cursor'],
  ['conversations.open', { users: 'U0NONE' }, 'user_not_found'],
  ['conversations.join', { channel: 'C0OLD' }, 'is_archived'],
  ['users.info', { user: 'U0NONE' }, 'user_not_found'],
  ['users.lookupByEmail', { email: 'nobody@contoso.example' }, 'users_not_found'],
  ['usergroups.users.list', { usergroup: 'S0NONE' }, 'no_such_subteam'],
  ['views.open', { trigger_id: '1.2.3', view: modal('A') }, 'invalid_trigger'],
  ['views.update', { view_id: 'V0NONE', view: modal('A') }, 'not_found'],
  ['views.publish', { user_id: 'U0NONE', view: { type: 'home', blocks: [divider] } }, 'user_not_found'],
  ['views.publish', { user_id: 'U0ALICE', view: modal('A') }, 'invalid_arguments'],
  ['files.info', { file: 'F0NONE' }, 'file_not_found'],
  ['files.completeUploadExternal', { files: [{ id: 'F0NONE' }] }, 'file_not_found'],
  ['reactions.add', { channel: 'C0GENERAL', timestamp: '1.000001', name: 'eyes' }, 'message_not_found'],
  ['bots.info', { bot: 'B0NONE' }, 'bot_not_found'],
  ['no.such.method', {}, 'unknown_method'],
] as const)('%s %o: %s', async (method, args, error) => {
  await expect(client.apiCall(method, args)).rejects.toMatchObject({ data: { ok: false, error } });
});

function modal(title: string): Record<string, unknown> {
  return { type: 'modal', title: { type: 'plain_text', text: title }, blocks: [divider] };
}

it('looks at the token', async () => {
  await expect(clientOf(slack, 'xoxb-wrong').auth.test()).rejects.toMatchObject({ data: { error: 'invalid_auth' } });
  await expect(clientOf(slack, '').auth.test()).rejects.toMatchObject({ data: { error: 'not_authed' } });
  await expect(clientOf(slack, slack.appToken).auth.test()).rejects.toMatchObject({
    data: { error: 'not_allowed_token_type' },
  });
});

it('takes JSON bodies, forms and queries alike', async () => {
  const headers = { authorization: `Bearer ${slack.botToken}` };
  const url = `${slack.apiUrl}users.info`;
  const answers = await Promise.all([
    fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"user":"U0BOB"}',
    }),
    fetch(url, { method: 'POST', body: new URLSearchParams({ token: slack.botToken, user: 'U0BOB' }) }),
    fetch(`${url}?user=U0BOB`, { headers }),
  ]);
  for (const answer of answers) expect(await answer.json()).toMatchObject({ ok: true, user: { name: 'bob' } });
});

it('tells people apart', async () => {
  const user = async (id: string) => (await client.users.info({ user: id })).user;
  expect(await user('U0ALICE')).toMatchObject({ tz: 'Europe/Berlin', tz_offset: 3600, is_admin: false, is_bot: false });
  expect(await user('U0BOB')).toMatchObject({ is_admin: true, profile: { email: 'bob@contoso.example' } });
  expect(await user('U0GUEST')).toMatchObject({ is_restricted: true });
  expect(await user('U0FAR')).toMatchObject({ team_id: 'T0OTHER', is_stranger: true });
  expect(await client.users.lookupByEmail({ email: 'Alice@contoso.example' })).toMatchObject({
    user: { id: 'U0ALICE' },
  });
  expect((await client.usergroups.users.list({ usergroup: 'S0OPS' })).users).toEqual(['U0BOB']);
});

it('gives lists in pages', async () => {
  const ids: unknown[] = [];
  for await (const page of client.paginate('users.list', { limit: 2 })) {
    ids.push((page as { members?: { id?: string }[] }).members?.map((each) => each.id));
  }
  expect(ids).toEqual([['U0ALICE', 'U0BOB'], ['U0GUEST', 'U0FAR'], ['U0DRAWBRIDGE']]);
});

it('lists the conversations the bot may see', async () => {
  const names = async (types: string) =>
    (await client.conversations.list({ types })).channels?.map((each) => each.name ?? each.id);
  expect(await names('public_channel')).toEqual(['general', 'outside', 'old']);
  expect(await names('private_channel')).toEqual(['secret']);
  expect(await names('im')).toEqual(['D0ALICE', 'D0BOB', 'D0GUEST', 'D0FAR']);
});

it('posts, answers in threads, edits, deletes and finds again', async () => {
  const first = await client.chat.postMessage({ channel: 'G0SECRET', text: 'first' });
  const ts = first.ts ?? '';
  const reply = await client.chat.postMessage({ channel: 'G0SECRET', text: 'reply', thread_ts: ts });
  const deeper = await client.chat.postMessage({ channel: 'G0SECRET', text: 'deeper', thread_ts: reply.ts ?? '' });
  await client.chat.update({ channel: 'G0SECRET', ts, text: 'changed' });
  await client.reactions.add({ channel: 'G0SECRET', timestamp: ts, name: 'eyes' });
  const history = await client.conversations.history({ channel: 'G0SECRET' });
  expect(history.messages).toMatchObject([
    { text: 'changed', reply_count: 2, reactions: [{ name: 'eyes', count: 1 }] },
  ]);
  const thread = await client.conversations.replies({ channel: 'G0SECRET', ts });
  expect(thread.messages?.map((each) => each.text)).toEqual(['changed', 'reply', 'deeper']);
  await client.chat.delete({ channel: 'G0SECRET', ts: deeper.ts ?? '' });
  const seen = slack.workspace.view('U0BOB').channels.find((each) => each.id === 'G0SECRET');
  expect(seen?.messages.map((each) => [each.text, each.edited, each.replyCount, each.threadTs])).toEqual([
    ['changed', true, 1, undefined],
    ['reply', false, 0, ts],
  ]);
});

it('keeps blocks that an update leaves out, and drops them for an empty list', async () => {
  const channel = 'G0SECRET';
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'a', blocks: [divider] });
  const updated = async (args: Record<string, unknown>) => {
    const { message } = (await client.apiCall('chat.update', { channel, ts, ...args })) as { message?: unknown };
    return (message as { blocks?: { type: string }[] }).blocks?.map((each) => each.type);
  };
  expect(await updated({ text: 'b' })).toEqual(['divider']);
  expect(await updated({ text: 'c', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'C' } }] })).toEqual([
    'header',
  ]);
  expect(await updated({ text: 'd', blocks: [] })).toBeUndefined();
});

it('lets the bot change only what it wrote itself', async () => {
  await slack.workspace.type('U0ALICE', 'C0GENERAL', 'mine');
  const ts = slack.workspace.view('U0ALICE').channels[0]?.messages[0]?.ts ?? '';
  const call = (method: string) => client.apiCall(method, { channel: 'C0GENERAL', ts, text: 'yours' });
  await expect(call('chat.update')).rejects.toMatchObject({ data: { error: 'cant_update_message' } });
  await expect(call('chat.delete')).rejects.toMatchObject({ data: { error: 'cant_delete_message' } });
});

it('keeps an ephemeral message to its reader, out of history and beyond chat.update', async () => {
  const { message_ts: ts } = await client.chat.postEphemeral({ channel: 'C0GENERAL', user: 'U0BOB', text: 'psst' });
  const sees = (user: string) =>
    slack.workspace.view(user).channels.some((each) => each.messages.some((message) => message.ts === ts));
  expect([sees('U0BOB'), sees('U0ALICE')]).toEqual([true, false]);
  const history = await client.conversations.history({ channel: 'C0GENERAL' });
  expect(history.messages?.some((each) => each.ts === ts)).toBe(false);
  await expect(client.chat.update({ channel: 'C0GENERAL', ts: ts ?? '', text })).rejects.toMatchObject({
    data: { error: 'message_not_found' },
  });
});

it('writes to a person through a direct message, and to several through one channel', async () => {
  const posted = await client.chat.postMessage({ channel: 'U0BOB', text: 'for you' });
  expect(posted.channel).toBe('D0BOB');
  const { channel } = await client.conversations.open({ users: 'U0BOB' });
  expect(channel?.id).toBe('D0BOB');
  const group = await client.conversations.open({ users: 'U0BOB,U0ALICE' });
  const again = await client.conversations.open({ users: 'U0ALICE,U0BOB' });
  expect(again.channel?.id).toBe(group.channel?.id);
  const kinds = slack.workspace.view('U0ALICE').channels.map((each) => each.kind);
  expect(kinds).toContain('group-direct');
  expect(slack.workspace.view('U0GUEST').channels.map((each) => each.id)).toEqual(['D0GUEST']);
});

it('counts what somebody has not read', async () => {
  const unread = () => slack.workspace.view('U0BOB').channels.find((each) => each.id === 'D0BOB')?.unread;
  slack.workspace.read?.('U0BOB', 'D0BOB');
  expect(unread()).toBe(0);
  await client.chat.postMessage({ channel: 'D0BOB', text: 'one' });
  await client.chat.postMessage({ channel: 'D0BOB', text: 'two' });
  expect(unread()).toBe(2);
  slack.workspace.read?.('U0BOB', 'D0BOB');
  expect(unread()).toBe(0);
});

it('counts the replies of a thread that somebody has not read, for each reader', async () => {
  const channel = 'C0GENERAL';
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'a card' });
  slack.workspace.read?.('U0BOB', channel);
  await client.chat.postMessage({ channel, text: 'asked', thread_ts: ts });
  await slack.workspace.type('U0BOB', channel, 'why?', ts);
  await client.chat.postMessage({ channel, text: 'approved', thread_ts: ts });
  const seen = (user: string) => slack.workspace.view(user).channels.find((each) => each.id === channel);
  const card = (user: string) => seen(user)?.messages.find((each) => each.ts === ts);
  // What one wrote oneself, and what was there before, is read.
  expect(card('U0BOB')).toMatchObject({ replyCount: 3, unreadReplies: 1 });
  expect(card('U0ALICE')).toMatchObject({ replyCount: 3, unreadReplies: 3 });
  slack.workspace.read?.('U0ALICE', channel, ts);
  expect(card('U0ALICE')?.unreadReplies).toBeUndefined();
  expect(card('U0BOB')?.unreadReplies).toBe(1);
  expect(seen('U0BOB')?.unread).toBe(0);
  await client.chat.postMessage({ channel, text: 'for all', thread_ts: ts, reply_broadcast: true });
  expect(seen('U0BOB')).toMatchObject({ unread: 1 });
  expect(seen('U0BOB')?.messages.at(-1)).toMatchObject({ threadTs: ts, broadcast: true });
});

it('knows guests of one channel, and accounts that were ended', async () => {
  const changing = await startSlack({
    clock: scriptClock(startMs),
    spec: slackSchema.parse({
      users: [
        { id: 'U0ALICE', name: 'alice' },
        { id: 'U0ONE', name: 'one', guest: 'single-channel' },
        { id: 'U0LEFT', name: 'left', deactivated: true },
      ],
    }),
  });
  const its = clientOf(changing);
  const user = async (id: string) => (await its.users.info({ user: id })).user;
  expect(await user('U0ONE')).toMatchObject({ is_restricted: true, is_ultra_restricted: true, deleted: false });
  expect(await user('U0LEFT')).toMatchObject({ is_restricted: false, deleted: true });
  expect(await user('U0ALICE')).toMatchObject({ is_ultra_restricted: false, deleted: false });
  changing.faults.deactivate('alice');
  expect(await user('U0ALICE')).toMatchObject({ deleted: true });
  await expect(its.conversations.open({ users: 'U0ALICE' })).rejects.toMatchObject({
    data: { error: 'user_disabled' },
  });
  const typed = await changing.workspace.type('U0ALICE', 'C0GENERAL', 'still here');
  expect(typed).toEqual({ ok: false, notice: 'This account has been deactivated' });
  await changing.close();
});

it('limits and fails calls on demand', async () => {
  slack.faults.rateLimit('auth.test', 2, 30);
  await expect(client.auth.test()).rejects.toMatchObject({ retryAfter: 30 });
  await expect(client.auth.test()).rejects.toMatchObject({ retryAfter: 30 });
  expect((await client.auth.test()).ok).toBe(true);
  slack.faults.fail('auth.test', 1, 503);
  await expect(client.auth.test()).rejects.toMatchObject({ statusCode: 503 });
  slack.faults.fail('auth.test', 1, 'internal_error');
  await expect(client.auth.test()).rejects.toMatchObject({ data: { error: 'internal_error' } });
  expect(slack.calls.slice(-5).map((call) => [call.method, call.status])).toEqual([
    ['auth.test', 429],
    ['auth.test', 429],
    ['auth.test', 200],
    ['auth.test', 503],
    ['auth.test', 200],
  ]);
});

it('asks for the scope a method needs', async () => {
  const small = await startSlack({ spec, clock: scriptClock(startMs), scopes: ['chat:write', 'im:read'] });
  const limited = clientOf(small);
  expect((await limited.chat.postMessage({ channel: 'C0GENERAL', text })).ok).toBe(true);
  expect((await limited.conversations.list({ types: 'im' })).ok).toBe(true);
  await expect(limited.users.info({ user: 'U0BOB' })).rejects.toMatchObject({
    data: { error: 'missing_scope', needed: 'users:read', provided: 'chat:write,im:read' },
  });
  await small.close();
});

it('takes a file in three steps and hands out its bytes', async () => {
  const bytes = Buffer.from('\x89PNG, more or less');
  await client.filesUploadV2({
    channel_id: 'C0GENERAL',
    filename: 'doors.png',
    title: 'Doors',
    file: bytes,
    initial_comment: 'look',
  });
  const message = slack.workspace.view('U0BOB').channels[0]?.messages.at(-1);
  expect(message).toMatchObject({
    text: 'look',
    files: [{ name: 'doors.png', title: 'Doors', mimetype: 'image/png', size: bytes.length }],
  });
  const file = message?.files[0];
  const served = await fetch(new URL(file?.path ?? '', slack.apiUrl));
  expect(Buffer.from(await served.arrayBuffer())).toEqual(bytes);
  const info = await client.files.info({ file: file?.id ?? '' });
  const privateUrl = info.file?.url_private ?? '';
  expect((await fetch(privateUrl)).status).toBe(403);
  expect((await fetch(privateUrl, { headers: { authorization: `Bearer ${slack.botToken}` } })).status).toBe(200);
});

it('answers nobody who calls it by another name', async () => {
  const { get } = await import('node:http');
  const status = await new Promise((resolve) => {
    get(`${slack.apiUrl}api.test`, { headers: { host: 'evil.example' } }, (response) => resolve(response.statusCode));
  });
  expect(status).toBe(421);
});
