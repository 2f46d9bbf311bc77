import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scriptClock } from '../../sandbox/clock.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { parseWorld } from '../../sandbox/world/load.ts';
import { expectFits } from '../views/hostile.ts';
import { allow, deny, instanceView, type Json, machine, subscriptionId, worldFile } from './machine.ts';

const evil = '*b* `c` <!channel> <@U123ABC> &amp; \u202eevil\u200b ```x``` <http://x|y>';
const long = `${'a'.repeat(79)}9`;
const group = 'group-with-a-name-as-long-as-people-make-them-when-they-may';

const bentInEveryPlace = machine('hostile', 1, () => ({
  vmTop: { tags: { '<!channel>': evil }, location: evil },
  rules: [deny(evil, 100), allow('other', 101, { destinationPortRange: '2222' })],
  vm: {
    provisioningState: evil,
    osProfile: {
      adminUsername: evil,
      linuxConfiguration: { disablePasswordAuthentication: false, ssh: { publicKeys: [{ keyData: evil }] } },
    },
    instanceView: instanceView(`PowerState/${evil}`, {
      vmAgent: { statuses: [{ displayStatus: evil, message: evil.repeat(50) }] },
    }),
  },
}));
const manyRules = machine(long, 2, (ids) => ({
  rules: Array.from({ length: 990 }, (_, at) => deny(`r${at}`.padEnd(80, 'z'), 100 + at)),
  subnet: { networkSecurityGroup: { id: ids.nsg } },
}));
const twins = Array.from({ length: 150 }, (_, at): Json => {
  const [twin = {}] = machine('twin', 3);
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${group}-${at}(x)/providers/Microsoft.Compute/virtualMachines/twin`;
  return { ...twin, id };
});

function world() {
  const file = worldFile([
    ...bentInEveryPlace,
    ...manyRules,
    ...twins,
    ...machine('my.vm-01', 5),
    ...machine('ÜberVM', 6),
  ]);
  const more = Array.from({ length: 998 }, (_, at) => ({
    subscriptionId: `aaaaaaaa-0000-4000-8000-${String(at).padStart(12, '0')}`,
    displayName: `<!here> ${at}`,
  }));
  const subscriptions = [...(file.subscriptions as Json[]), ...more];
  return parseWorld(JSON.stringify({ ...file, subscriptions }), 'generated');
}

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ world: world(), clock: scriptClock(0), fast: true });
});
afterAll(() => sandbox.close());

/** What alice sees after she typed something: the last message, and all of them held against Slack's limits. */
async function typed(words: string) {
  const { workspace } = sandbox.slack;
  const [channel] = workspace.view('U0ALICE').channels;
  await workspace.type('U0ALICE', channel?.id ?? '', words);
  await sandbox.settle();
  const messages = workspace.view('U0ALICE').channels[0]?.messages ?? [];
  const last = messages.at(-1);
  if (last === undefined) throw new Error('nothing was answered');
  expectFits(last as unknown as Parameters<typeof expectFits>[0]);
  return JSON.stringify({ text: last.text, blocks: last.blocks });
}

describe('a thousand subscriptions with the names that nobody wants', () => {
  test.each([
    ['mark-up in every place', 'hostile from 203.0.113.7', /hostile: \d things? stands? in the way/],
    ['a thousand rules and the longest names', `${long} from 203.0.113.7`, /stands in the way/],
    ['another case, dots and dashes', 'MY.VM-01 from 203.0.113.7', /my\.vm-01: ready/],
    ['letters beyond ASCII', 'überVM from 203.0.113.7', /ÜberVM: ready/],
    ['one name in 150 groups', 'twin from 203.0.113.7', /150 VMs are called.*50 more are not in the menu/],
    ['one of them', `${group}-14(x)/TWIN from 203.0.113.7`, /twin: not known/],
    ['a regular expression', '.* from 203.0.113.7', /No VM is called/],
    ['a query', "x'|project(id) from 203.0.113.7", /No VM is called/],
    ['a backslash', "x\\' from 203.0.113.7", /No VM is called|not closed/],
    ['a mention', '<!channel> from 203.0.113.7', /No VM is called/],
    ['other digits', 'myVM from ١.١.١.١', /is not an address/],
    ['far too much', `${'é'.repeat(3900)} from 203.0.113.7`, /too long/],
    ['an unknown name full of wildcards', 'x-y.z from 203.0.113.7', /I find no VM called/],
  ])('%s', async (_, words, answer) => {
    expect(await typed(`/vm connect-check ${words}`)).toMatch(answer);
  });
});
