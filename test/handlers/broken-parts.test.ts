import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { scriptClock } from '../../sandbox/clock.ts';
import { type SlackServer, startSlack } from '../../sandbox/slack/server.ts';
import { botAudit } from '../../sandbox/world/bot-audit.ts';
import { botPolicy } from '../../sandbox/world/bot-policy.ts';
import { slackSchema } from '../../sandbox/world/schema.ts';
import { type Bot, type BotParts, buildApp } from '../../src/app.ts';
import type { Azure } from '../../src/azure/azure.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { facts } from '../core/checks/myvm.ts';
import { noRemote } from '../no-remote.ts';

const clock = scriptClock(Date.UTC(2026, 0, 15, 9));
let slack: SlackServer;
let bot: Bot;
let store: Store;
const logged: string[] = [];

async function startWith(azure: Partial<Azure>): Promise<void> {
  logged.length = 0;
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  store = await openStore({ kind: 'sqlite', path: ':memory:' }, { clock, log });
  slack = await startSlack({ spec: slackSchema.parse({}), clock, commandUrlReplaces: false });
  const parts: BotParts = {
    azure: {
      findVms: () => Promise.reject(new Error('not asked for')),
      readFacts: () => Promise.reject(new Error('not asked for')),
      readFactsForChange: () => Promise.reject(new Error('not asked for')),
      readNsg: () => Promise.reject(new Error('not asked for')),
      readNsgForChange: () => Promise.reject(new Error('not asked for')),
      lastChange: () => Promise.reject(new Error('not asked for')),
      runScript: () => Promise.reject(new Error('not asked for')),
      inventory: () => {
        throw new Error('not asked for');
      },
      writes: {} as Azure['writes'],
      ...azure,
    },
    probe: () => Promise.resolve({ kind: 'refused' }),
    scan: () => Promise.resolve({ kind: 'failed', because: 'nobody looks there' }),
    botAddress: undefined,

    ...noRemote,
    policy: botPolicy(),
    audit: botAudit(),
    store,
    approvals: undefined,
    wakesItself: false,
    clock,
    log,
    slack: { botToken: slack.botToken, appToken: slack.appToken, apiUrl: slack.apiUrl },
  };
  bot = buildApp(parts);
  await bot.start();
}

afterEach(async () => {
  await bot.stop();
  await store.close();
  await slack.close();
});

async function type(words: string): Promise<void> {
  await slack.workspace.type('U0ALICE', 'C0GENERAL', words);
  await bot.idle();
}

/** Presses the newest button of this action that alice sees. */
async function press(actionId: string): Promise<void> {
  const holds = (block: object) => JSON.stringify(block).includes(`"${actionId}"`);
  const message = slack.workspace.view('U0ALICE').channels[0]?.messages.findLast(({ blocks }) => blocks.some(holds));
  await slack.workspace.click('U0ALICE', {
    place: { in: 'message', channel: 'C0GENERAL', ts: message?.ts ?? '', ephemeral: true },
    blockId: message?.blocks.find(holds)?.block_id ?? '',
    actionId,
  });
  await bot.idle();
}

const seen = () =>
  slack.workspace.view('U0ALICE').channels.flatMap((channel) => channel.messages.map((message) => message.text));

test('a bug is told as a reference number that the log has with the stack', async () => {
  await startWith({
    findVms() {
      throw new TypeError('undefined is not a function');
    },
  });
  await type('/vm connect-check myVM from 203.0.113.7');
  const reference = /reference: `(\w{12})`/.exec(seen().at(-1) ?? '')?.[1];
  expect(reference).toBeDefined();
  expect(seen().join('\n')).not.toContain('undefined is not a function');
  const line = logged.find((each) => each.includes(String(reference)));
  expect(line).toContain('undefined is not a function');
  expect(line).toContain('broken-parts.test.ts');
});

test('where the response_url is refused, the answer comes as an ephemeral message of its own', async () => {
  await startWith({});
  slack.faults.fail('response_url', 1, 500);
  await type('/vm help');
  expect(seen().at(-1)).toContain('/vm connect-check');
  expect(slack.calls.map((call) => call.method)).toContain('chat.postEphemeral');
});

test('where the bot may not speak in the channel, the answer comes as a direct message', async () => {
  await startWith({});
  slack.faults.fail('response_url', 1, 500);
  slack.faults.fail('chat.postEphemeral', 1, 'not_in_channel');
  await type('/vm help');
  const direct = slack.workspace.view('U0ALICE').channels.find(({ kind }) => kind === 'direct');
  expect(direct?.messages.at(-1)?.text).toContain('/vm connect-check');
});

test('where nothing can be said at all, the log knows', async () => {
  await startWith({});
  slack.faults.fail('response_url', 2, 500);
  slack.faults.fail('chat.postEphemeral', 2, 'not_in_channel');
  slack.faults.fail('chat.postMessage', 2, 'channel_not_found');
  await type('/vm help');
  expect(seen()).toEqual([]);
  expect(logged.join('\n')).toContain('no answer could be given');
});

test('a stopping bot first finishes what it has begun', async () => {
  let answer: ((found: Awaited<ReturnType<Azure['findVms']>>) => void) | undefined;
  await startWith({
    findVms: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  });
  await slack.workspace.type('U0ALICE', 'C0GENERAL', '/vm connect-check myVM from 203.0.113.7');
  await expect.poll(() => answer).toBeDefined();
  const stopped = bot.stop();
  answer?.({ matches: [], near: [] });
  await stopped;
  expect(seen().at(-1)).toContain('I find no VM called');
});

test.each([
  ['no longer opens', () => slack.faults.fail('views.open', 1, 'expired_trigger_id')],
  ['opens in a minute at the earliest', () => slack.faults.rateLimit('views.open', 1, 60)],
])('a form that Slack %s becomes a button that opens it', async (_, strike) => {
  await startWith({});
  strike();
  await type('/vm connect-check myVM');
  expect(seen().at(-1)).toContain('From which address');
  await press('connect-check:ask');
  expect(slack.workspace.view('U0ALICE').modals.at(-1)?.title).toBe('Where are you?');
});

test('a form that Slack does not open even then is told, with another way', async () => {
  await startWith({});
  slack.faults.fail('views.open', 2, 'expired_trigger_id');
  await type('/vm connect-check myVM');
  await press('connect-check:ask');
  expect(slack.workspace.view('U0ALICE').modals).toEqual([]);
  expect(seen().at(-1)).toContain('did not open the form');
});

test('a report is shared once, however often the button is pressed; a share that failed can be tried again', async () => {
  await startWith({
    findVms: () => Promise.resolve({ matches: [{ ...facts.vm, nicIds: [] }], near: [] }),
    readFacts: () => Promise.resolve(facts),
  });
  const shares = () => slack.workspace.view('U0BOB').channels.flatMap(({ messages }) => messages);
  await type('/vm connect-check myVM from 203.0.113.7');

  slack.faults.fail('response_url', 1, 500);
  slack.faults.fail('chat.postMessage', 1, 'not_in_channel');
  await press('connect-check:share');
  expect(shares()).toHaveLength(0);

  await Promise.all([press('connect-check:share'), press('connect-check:share')]);
  expect(shares()).toHaveLength(1);
  expect(seen().join('\n')).toContain('in the channel already');
});

test('a bot whose connection is cut while Slack is in trouble comes back', async () => {
  await startWith({});
  slack.faults.fail('apps.connections.open', 1, 500);
  slack.faults.disconnect('drop');
  await expect.poll(() => slack.connections(), { timeout: 20_000 }).toBe(0);
  await expect.poll(() => slack.connections(), { timeout: 20_000 }).toBe(1);
  await type('/vm help');
  expect(seen().at(-1)).toContain('/vm connect-check');
});

test('without a user and a key of the bot, it says what is missing', async () => {
  const { id, name, location } = facts.vm;
  const vm = { id, name, location, resourceGroup: 'myResourceGroup', subscriptionId: 's', tags: {}, nicIds: [] };
  await startWith({
    findVms: () => Promise.resolve({ matches: [vm], near: [] }),
    readFacts: () => Promise.resolve(facts),
  });
  await type('/vm get myVM /etc/motd');
  expect(seen().at(-1)).toMatch(/no user and no key to log in.*`ssh\.user`.*`ssh\.keyFile`/);
});
