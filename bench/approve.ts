import type { Surroundings } from '../sandbox/sandbox.ts';
import type { MessageView } from '../sandbox/slack/workspace.ts';
import { loadWorld } from '../sandbox/world/load.ts';
import { type BareClient, bareClient } from './bare/bare-client.ts';
import { openPortBare } from './bare/open-port.ts';
import type { Bench, Row } from './bench.ts';
import { withBot } from './bot/with-bot.ts';
import { spread } from './report/spread.ts';

const latencyMs = 100;
const runs = 3;
/** The quietest series counts: what else the machine does can only add to the time. */
const series = 3;
const warmUps = 2;
const [requester, approver] = ['U0ALICE', 'U0BOB'];
const channels = { asking: 'C0GENERAL', approvals: 'C0APPROVE' };

const subscription = '/subscriptions/6f1c2b7e-0d3a-4b52-9c11-5a7e1c2d3e4f';
const group = `${subscription}/resourceGroups/myResourceGroup/providers`;
const nsg = `${group}/Microsoft.Network/networkSecurityGroups/myVM-nsg`;
const ids = {
  vm: `${group}/Microsoft.Compute/virtualMachines/myVM`,
  nic: `${group}/Microsoft.Network/networkInterfaces/myVM-nic`,
  nsg,
  publicIp: `${group}/Microsoft.Network/publicIPAddresses/myVM-ip`,
  vnet: `${group}/Microsoft.Network/virtualNetworks/myVnet`,
  jit: `${subscription}/providers/Microsoft.Security/jitNetworkAccessPolicies`,
};

/** Milliseconds from the beginning, and what was asked of Resource Manager until the rule was known to be there. */
interface Opening {
  /** The world has the rule. */
  readonly thereMs: number;
  /** Resource Manager has said that the write is done. */
  readonly knownMs: number;
  readonly rounds: number;
  readonly requests: number;
}

/** Deciding, recording and telling may cost a quarter of what Azure itself takes. */
export const approve: Bench = {
  name: 'approve',
  what: `from the click on Approve to the rule in place, with ${latencyMs} ms on every request to Azure`,

  async run() {
    return withBot({ world: await loadWorld(), throttled: true, latencyMs }, async (surroundings) => {
      const client = bareClient(surroundings.arm);
      try {
        return await measured(surroundings, client);
      } finally {
        client.close();
      }
    });
  },
};

async function measured(surroundings: Surroundings, client: BareClient): Promise<Row[]> {
  const counted = counter();
  const withTheBot = () => openWithBot(surroundings, counted());
  const bare = () => openBare(surroundings, client, counted());
  await inARow(withTheBot, warmUps);
  await inARow(bare, warmUps);
  const bot: (Opening & { openMs: number })[][] = [];
  const alone: Opening[][] = [];
  // One after the other, so that what else goes on meets both.
  while (bot.length < series) {
    bot.push(await inARow(withTheBot, runs));
    alone.push(await inARow(bare, runs));
  }
  const [there, thereBare] = [quietest(bot, (each) => each.thereMs), quietest(alone, (each) => each.thereMs)];
  const [known, knownBare] = [quietest(bot, (each) => each.knownMs), quietest(alone, (each) => each.knownMs)];
  const fewest = (all: readonly Opening[][], of: (each: Opening) => number) => spread(all.flat().map(of)).min;
  return [
    { what: 'rule in place / bare', value: there / thereBare, unit: 'times', limit: { kind: 'bound', atMost: 1.25 } },
    {
      what: 'known to be done / bare',
      value: known / knownBare,
      unit: 'times',
      limit: { kind: 'bound', atMost: 1.25 },
    },
    { what: 'rule in place', value: there, unit: 'ms' },
    { what: 'rule in place, bare', value: thereBare, unit: 'ms' },
    { what: 'known to be done', value: known, unit: 'ms' },
    { what: 'known to be done, bare', value: knownBare, unit: 'ms' },
    { what: 'verified, and the card says so', value: quietest(bot, ({ openMs }) => openMs), unit: 'ms' },
    {
      what: 'dependent rounds until it is known',
      value: fewest(bot, ({ rounds }) => rounds),
      unit: 'count',
      limit: { kind: 'bound', atMost: fewest(alone, ({ rounds }) => rounds) },
    },
    { what: 'dependent rounds, bare', value: fewest(alone, ({ rounds }) => rounds), unit: 'count' },
    { what: 'requests until it is known', value: fewest(bot, ({ requests }) => requests), unit: 'count' },
    { what: 'requests, bare', value: fewest(alone, ({ requests }) => requests), unit: 'count' },
  ];
}

function counter(): () => number {
  let count = 0;
  return () => {
    count += 1;
    return count;
  };
}

async function inARow<T>(run: () => Promise<T>, times: number): Promise<T[]> {
  const done: T[] = [];
  while (done.length < times) done.push(await run());
  return done;
}

function quietest<T>(all: readonly (readonly T[])[], of: (each: T) => number): number {
  return Math.min(...all.map((each) => spread(each.map(of)).median));
}

/** Asks, approves, waits until the card says that it is open, and closes again so that every run finds the same world. */
async function openWithBot(surroundings: Surroundings, count: number): Promise<Opening & { openMs: number }> {
  const { slack, arm } = surroundings;
  const { workspace } = slack;
  const source = `203.0.113.${count}`;
  const line = `/vm open myVM from ${source} for 15m because of a measure`;
  const asked = await workspace.type(requester, channels.asking, line);
  if (!asked.ok) throw new Error(asked.notice);
  const pending = await cardWith(surroundings, source, 'request:approve');
  arm.clearLog();
  const startMs = nowMs();
  const there = ruleFrom(surroundings, source);
  const open = cardWith(surroundings, source, 'request:close');
  await press(surroundings, pending, 'request:approve');
  const thereMs = (await there) - startMs;
  const card = await open;
  const openMs = nowMs() - startMs;
  const opening = { thereMs, openMs, ...untilKnown(surroundings, startMs) };
  await press(surroundings, card, 'request:close');
  await cardWith(surroundings, source, undefined);
  return opening;
}

async function openBare(surroundings: Surroundings, client: BareClient, count: number): Promise<Opening> {
  const { arm } = surroundings;
  const rule = { name: `bare-${count}`, priority: 310, source: `198.51.100.${count}` };
  arm.clearLog();
  const startMs = nowMs();
  const there = ruleFrom(surroundings, rule.source);
  await openPortBare(client, { ...ids, rule });
  const opening = { thereMs: (await there) - startMs, ...untilKnown(surroundings, startMs) };
  await client.follow(await client.call('DELETE', `${nsg}/securityRules/${rule.name}`, '2026-01-01'));
  return opening;
}

/** Up to the last poll of the write, as Resource Manager's own log has it. */
function untilKnown({ arm }: Surroundings, startMs: number): Pick<Opening, 'knownMs' | 'rounds' | 'requests'> {
  const asked = arm.requests.filter(({ kind }) => kind === 'arm');
  if (asked.some(({ status }) => status === 429)) throw new Error('a request of the run was throttled');
  const last = asked.findLast(({ path }) => path.includes('/operations/'));
  if (last?.endedAtMs === undefined) throw new Error('the write was never followed');
  const requests = asked.slice(0, asked.indexOf(last) + 1).length;
  return { knownMs: last.endedAtMs - startMs, rounds: last.round, requests };
}

async function press({ slack: { workspace } }: Surroundings, { ts }: MessageView, actionId: string): Promise<void> {
  const place = { in: 'message', channel: channels.approvals, ts } as const;
  const outcome = await workspace.click(approver, { place, blockId: 'request', actionId });
  if (!outcome.ok) throw new Error(outcome.notice);
}

/** The request's card once it has this button; undefined: once it has none any more. */
function cardWith({ slack: { workspace } }: Surroundings, source: string, actionId: string | undefined) {
  const hasIt = ({ blocks }: MessageView) => {
    const shown = JSON.stringify(blocks);
    if (!shown.includes(`\`${source}\``) || !shown.includes('"header"')) return false;
    return actionId === undefined ? !shown.includes('"action_id"') : shown.includes(`"${actionId}"`);
  };
  const find = () =>
    workspace
      .view(approver)
      .channels.find(({ id }) => id === channels.approvals)
      ?.messages.find(hasIt);
  return when(find, (listener) => workspace.onChange(listener));
}

/** When the world has a rule that lets this address in. */
async function ruleFrom({ world }: Surroundings, source: string): Promise<number> {
  const isThere = () => JSON.stringify(world.get(nsg)?.properties.securityRules).includes(`"${source}"`) || undefined;
  await when(isThere, (listener) => world.onChange(listener));
  return nowMs();
}

/** Waits until something is there, looking at every change. */
function when<T>(find: () => T | undefined, onChange: (listener: () => void) => () => void): Promise<T> {
  return new Promise((resolve) => {
    const look = () => {
      const found = find();
      if (found === undefined) return;
      stop();
      resolve(found);
    };
    const stop = onChange(look);
    look();
  });
}

/** Epoch milliseconds, as exact as those in Resource Manager's log. */
function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
