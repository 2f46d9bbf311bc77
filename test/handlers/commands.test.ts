import { afterEach, expect, test } from 'vitest';
import { scriptClock } from '../../sandbox/clock.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { parseWorld } from '../../sandbox/world/load.ts';
import { ordinaryWorld } from '../azure/ordinary-world.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

const commands = {
  uptime: 'uptime',
  journal: { run: 'journalctl -u {unit:name} -n {lines:int<=500}', describe: 'the <last> lines', user: 'reader' },
  restart: 'systemctl restart {unit:ssh|cron}',
};

async function start(run: object | undefined, given: object = commands): Promise<void> {
  const actions = { 'connect-check': {}, ...(run && { run }) };
  const world = {
    ...ordinaryWorld(),
    slack: {
      users: [
        { id: 'U0ALICE', name: 'alice' },
        { id: 'U0BOB', name: 'bob' },
      ],
      userGroups: [{ id: 'S0OPS', handle: 'ops', users: ['U0BOB'] }],
      channels: [{ id: 'C0GENERAL', name: 'general' }],
    },
    bot: {
      commands: given,
      policy: { rules: [{ name: 'all', defaults: { request: 'everyone', approve: 'S0OPS' }, actions }] },
    },
  };
  const clock = scriptClock(Date.UTC(2026, 0, 15, 9));
  sandbox = await startSandbox({ world: parseWorld(JSON.stringify(world), 'world.json'), clock, fast: true });
}

async function say(words: string): Promise<string> {
  await sandbox.slack.workspace.type('U0ALICE', 'C0GENERAL', words);
  await sandbox.settle();
  const { channels } = sandbox.slack.workspace.view('U0ALICE');
  return JSON.stringify(channels.find(({ id }) => id === 'C0GENERAL')?.messages.at(-1)?.blocks);
}

test('each command is shown with its parameters, an example and what it needs', async () => {
  await start({ templates: ['uptime', 'journal'], withoutApproval: 'uptime' });
  const shown = await say('/vm commands web');
  expect(shown).toMatch(/\*uptime\*\\n`\/vm run web uptime`\\nRuns at once: `uptime`/);
  expect(shown).toContain('*journal*: the &lt;last&gt; lines');
  expect(shown).toContain('`/vm run web journal &lt;unit&gt; &lt;lines&gt;`, such as `journal nginx 100`');
  expect(shown).toContain('`lines` is a whole number from 0 to 500');
  expect(shown).toMatch(/Needs 1 of <!subteam\^S0OPS> to approve, as `reader`/);
  expect(shown).not.toContain('restart');
  expect(shown).toContain('Anything else is not allowed here.');
});

test.each<[string, object | undefined, object, RegExp]>([
  [
    'commands of one’s own',
    { free: true },
    commands,
    /`\/vm run web -- &lt;command&gt;`: it needs 1 of <!subteam\^S0OPS>/,
  ],
  ['no commands at all', {}, {}, /None of the commands.*Anything else is not allowed/],
  ['who may not', { request: 'U0BOB' }, commands, /You may not run commands on `web`/],
  ['a rule that does not speak of it', undefined, commands, /Nobody may run commands on `web`/],
  [
    'more than a message holds',
    {},
    Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`c${at}`, `cat {a:path} {b:path} # ${'x'.repeat(300)}`])),
    /more: .*`c59`/,
  ],
])('it tells of %s', async (_, run, given, says) => {
  await start(run, given);
  expect(await say('/vm commands web')).toMatch(says);
});

test.each([
  ['/vm commands', /name of the VM is missing/],
  ['/vm commands web uptime', /more than the name of one VM/],
  ['/vm commands wbe', /wbe/],
])('%s is answered', async (line, says) => {
  await start({});
  expect(await say(line)).toMatch(says);
});
