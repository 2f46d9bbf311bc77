import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

/** The section `commands`, and what the policy says of it. */

const env = {
  SLACK_BOT_TOKEN: 'xoxb-123456789-abcdef',
  SLACK_APP_TOKEN: 'xapp-1-A123-abcdef',
  AZURE_TENANT_ID: '11111111-1111-4111-8111-111111111111',
  AZURE_CLIENT_ID: '22222222-2222-4222-8222-222222222222',
  AZURE_CLIENT_SECRET: 's',
  DRAWBRIDGE_SEAL_KEY: 'k'.repeat(32),
};
const commands = {
  uptime: 'uptime',
  journal: { run: 'journalctl -u {unit:name} -n {lines:int<=500}', describe: 'the last lines', user: 'reader' },
  'journal-all': 'journalctl -n {lines:int<=500}',
};
const withRun = (run: object, over: object = {}) => ({
  commands,
  policy: { rules: [{ name: 'r', defaults: { request: 'everyone', approve: 'S0OPS' }, actions: { run }, ...over }] },
  approvals: { channel: 'C0123ABC' },
});
const read = (file: object) => readConfig(JSON.stringify(file), env, () => '');
const runOf = (file: object) => {
  const result = read(file);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config.policy.rules[0]?.actions.run;
};
const problemsOf = (file: object) => {
  const result = read(file);
  return result.ok ? [] : result.problems;
};

describe('commands', () => {
  test('are read in their order, with what is said of them', () => {
    const result = read({ commands });
    const templates = result.ok ? result.config.policy.templates : undefined;
    expect(templates).toMatchObject([
      { name: 'uptime', run: 'uptime', parts: [{ kind: 'literal', text: 'uptime' }] },
      {
        name: 'journal',
        describe: 'the last lines',
        user: 'reader',
        parts: [{}, { name: 'unit' }, {}, { name: 'lines' }],
      },
      { name: 'journal-all' },
    ]);
  });

  test('are none where nothing is said', () => {
    for (const file of [{}, { commands: {} }, { commands: null }]) {
      const result = read(file);
      expect(result.ok && result.config.policy.templates).toBeUndefined();
    }
  });

  test.each<[string, object, string, RegExp, RegExp]>([
    ['a hole in quotes', { x: 'echo "{a:text}"' }, 'commands.x', /within double quotes/, /word of its own/],
    ['a hole without a type', { x: { run: 'echo {a}' } }, 'commands.x.run', /no type/, /\{a:name\}/],
    ['nothing', { x: '' }, 'commands.x', /empty/, /command line/],
    ['null', { x: null }, 'commands.x', /holds nothing/, /command line/],
    ['a number', { x: 5 }, 'commands.x', /number 5/, /command line/],
    ['a key that is not there', { x: { rum: 'uptime' } }, 'commands.x', /keys/, /run, describe and user/],
    [
      'an account that none can be',
      { x: { run: 'id', user: '-root' } },
      'commands.x.user',
      /-root/,
      /account on the VM/,
    ],
    ['a name with capitals', { Up: 'uptime' }, 'commands.Up', /name/, /small letters/],
    ['a name with a space', { 'a b': 'uptime' }, 'commands.a b', /name/, /small letters/],
    ['a name that begins a reason', { because: 'uptime' }, 'commands.because', /something else/, /another name/],
    ['a name that begins a port', { port: 'uptime' }, 'commands.port', /something else/, /another name/],
    ['a list', ['uptime'], 'commands', /list/, /keys and values/],
  ])('%s is told with its mend', (_, section, where, problem, mend) => {
    expect(problemsOf({ commands: section })).toMatchObject([
      { where, problem: expect.stringMatching(problem), mend: expect.stringMatching(mend) },
    ]);
  });

  test('are told with all that is wrong, and nothing that only follows from it', () => {
    const file = withRun({ templates: ['x', 'y', 'gone'] }, { match: { vms: 'web-*' } });
    const found = problemsOf({ ...file, commands: { x: 'echo "{a:text}"', y: '{b}', z: 7 } });
    expect(found.map(({ where }) => where).sort()).toEqual([
      'commands.x',
      'commands.y',
      'commands.z',
      'policy.rules.0',
    ]);
  });
});

describe('the action run', () => {
  test('lets every template be asked for, and nothing else, unless it says otherwise', () => {
    expect(runOf(withRun({}))).toMatchObject({
      approval: { kind: 'people', approvals: 1 },
      commands: { templates: [], withoutApproval: [[]], free: false },
    });
  });

  test('says which, which need no approval, and whether others may be asked for', () => {
    const run = { templates: ['uptime', 'journal*'], withoutApproval: 'uptime', free: true, approvals: 2 };
    expect(runOf(withRun(run))).toMatchObject({
      approval: { kind: 'people', approvals: 2 },
      commands: { templates: [['uptime', 'journal*']], withoutApproval: [['uptime']], free: true },
    });
  });

  test('may need no approval at all', () => {
    const file = withRun({ auto: true }, { defaults: { request: 'everyone' } });
    expect(runOf(file)).toMatchObject({ approval: { kind: 'auto' }, commands: { withoutApproval: [['*']] } });
  });

  test('has its commands from the defaults of its rule as well, and no other action has', () => {
    const defaults = { request: 'everyone', approve: 'S0OPS', templates: 'uptime' };
    const actions = { run: {}, 'start-vm': {} };
    const result = read(withRun({}, { defaults, actions }));
    const rule = result.ok ? result.config.policy.rules[0] : undefined;
    expect(rule?.actions.run?.commands?.templates).toEqual([['uptime']]);
    expect(rule?.actions['start-vm']?.commands).toBeUndefined();
  });

  test.each<[string, object, string, RegExp, RegExp]>([
    [
      'a template that there is not',
      withRun({ templates: ['uptmie'] }),
      'policy.rules.0.actions.run.templates',
      /uptmie/,
      /uptime/,
    ],
    [
      'a pattern that none matches',
      withRun({ withoutApproval: 'x*' }),
      'policy.rules.0.actions.run.withoutApproval',
      /x\*/,
      /commands/,
    ],
    [
      'a template of the defaults',
      withRun({}, { defaults: { request: 'everyone', approve: 'S0OPS', templates: 'gone' } }),
      'policy.rules.0.defaults.templates',
      /gone/,
      /commands/,
    ],
    [
      'templates of another action',
      withRun({}, { actions: { 'start-vm': { templates: 'uptime' } } }),
      'policy.rules.0.actions.start-vm.templates',
      /only read for run/,
      /move it/,
    ],
    [
      'free commands that nobody approves',
      withRun({ auto: true, free: true }, { defaults: { request: 'everyone' } }),
      'policy.rules.0.actions.run.approve',
      /missing/,
      /who may approve/,
    ],
    [
      'what is neither true nor false',
      withRun({ free: 'yes' }),
      'policy.rules.0.actions.run.free',
      /yes/,
      /true or false/,
    ],
    [
      'an empty list',
      withRun({ templates: [] }),
      'policy.rules.0.actions.run.templates',
      /empty list/,
      /name of one of the commands/,
    ],
  ])('%s is told with its mend', (_, file, where, problem, mend) => {
    expect(problemsOf(file)).toMatchObject([
      { where, problem: expect.stringMatching(problem), mend: expect.stringMatching(mend) },
    ]);
  });
});
