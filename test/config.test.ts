import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { sections } from '../src/config/schema.ts';
import { readConfig, readStoreConfig } from '../src/config.ts';
import { sampleKeys } from './core/host-keys/sample-keys.ts';

const tokens = { SLACK_BOT_TOKEN: 'xoxb-123456789-abcdef', SLACK_APP_TOKEN: 'xapp-1-A123-abcdef' };
const tenantId = '11111111-2222-4333-8444-555555555555';
const clientId = '22222222-3333-4444-8555-666666666666';
const secret = { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId, AZURE_CLIENT_SECRET: 'very~secret' };
const good = { ...tokens, ...secret };
const sealKey = 'k'.repeat(32);

function read(
  yaml: string | undefined,
  env: Record<string, string | undefined> = good,
  files: Record<string, string> = {},
) {
  return readConfig(yaml, env, (path) => {
    const text = files[path];
    if (text === undefined) throw new Error('ENOENT');
    return text;
  });
}

function configOf(yaml: string | undefined, env?: Record<string, string | undefined>, files?: Record<string, string>) {
  const result = read(yaml, env, files);
  if (!result.ok) throw new Error(inspect(result.problems));
  return result.config;
}

function wheres(yaml: string | undefined, env?: Record<string, string | undefined>) {
  const result = read(yaml, env);
  return result.ok ? [] : result.problems.map(({ where }) => where);
}

describe('what is complete', () => {
  test('needs no file', () => {
    expect(configOf(undefined)).toMatchObject({
      azure: {
        cloud: { name: 'public', endpoint: 'https://management.azure.com' },
        requestTimeoutMs: 10_000,
        retries: 2,
      },
      ssh: { probeTimeoutMs: 3000 },
      log: { level: 'info', pretty: false },
    });
  });

  test('takes empty sections and surrounding blanks', () => {
    const config = configOf('azure:\nslack:\n', { ...good, SLACK_BOT_TOKEN: `  ${tokens.SLACK_BOT_TOKEN}\n` });
    expect(config.slack.botToken.reveal()).toBe(tokens.SLACK_BOT_TOKEN);
  });

  test.each([
    ['usgov', 'https://login.microsoftonline.us', 'https://management.usgovcloudapi.net/.default'],
    ['china', 'https://login.chinacloudapi.cn', 'https://management.chinacloudapi.cn/.default'],
  ])('knows the cloud %s', (cloud, authorityHost, scope) => {
    expect(configOf(`azure: { cloud: ${cloud} }`).azure.cloud).toMatchObject({ authorityHost, scope });
  });

  test('a custom cloud has its own addresses, certificates and scope', () => {
    const yaml = `azure: { cloud: custom, endpoint: 'https://127.0.0.1:8443/', authorityHost: 'https://127.0.0.1:8443', caFile: ca.pem, disableInstanceDiscovery: true }`;
    expect(configOf(yaml, good, { 'ca.pem': 'PEM' }).azure).toMatchObject({
      cloud: { endpoint: 'https://127.0.0.1:8443', scope: 'https://127.0.0.1:8443/.default' },
      ca: 'PEM',
      disableInstanceDiscovery: true,
    });
  });

  test.each([
    ['http://proxy:3128', { host: 'proxy', port: 3128 }],
    ['http://bot@[::1]:80', { host: '::1', port: 80, username: 'bot' }],
    ['http://198.51.100.10@127.0.0.1:9000/', { host: '127.0.0.1', port: 9000, username: '198.51.100.10' }],
  ])('takes the proxy %s', (proxy, expected) => {
    expect(configOf(`ssh: { proxy: '${proxy}' }`).ssh.proxy).toEqual(expected);
  });

  // A VM may have the name of a host, and no name of a VM has a port.
  test.each([
    ['bastion', 'bastion:22'],
    ['192.0.2.7', '192.0.2.7:22'],
    ['2001:db8::7', '[2001:db8::7]:22'],
  ])('a jump by way of %s is called %s', (host, name) => {
    const { type, base64 } = sampleKeys.ed25519;
    const jump = { host, user: 'hop', hostKeys: [`${type} ${base64}`] };
    expect(configOf(`ssh: { jump: [${JSON.stringify(jump)}] }`).ssh.jumps).toEqual([
      { name, address: host, port: 22, user: 'hop', hostKeys: [sampleKeys.ed25519] },
    ]);
  });

  test('shows no secret when it is logged', () => {
    const config = configOf(undefined);
    for (const text of [
      JSON.stringify(config),
      inspect(config, { depth: 9, showHidden: true }),
      `${config.slack.appToken}`,
    ])
      expect(text).not.toMatch(/very~secret|abcdef/);
  });
});

describe('the credential', () => {
  const federated = { AZURE_FEDERATED_TOKEN_FILE: '/token', AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId };
  const files = { '/token': 'jwt' };
  test.each([
    [
      'a client secret before all others',
      {},
      { ...secret, ...federated, IDENTITY_ENDPOINT: 'http://x' },
      'client-secret',
    ],
    [
      'workload identity before a managed one',
      {},
      { ...federated, IDENTITY_ENDPOINT: 'http://x' },
      'workload-identity',
    ],
    ['a managed identity by its endpoint', {}, { IDENTITY_ENDPOINT: 'http://x' }, 'managed-identity'],
    ['a managed identity of an older host', {}, { MSI_ENDPOINT: 'http://x' }, 'managed-identity'],
    ['what the file asks for', { credential: 'managed-identity' }, secret, 'managed-identity'],
    ['ids from the file', { tenantId, clientId }, { AZURE_CLIENT_SECRET: 's' }, 'client-secret'],
  ])('auto takes %s', (_, azure, env, kind) => {
    const { credential } = configOf(JSON.stringify({ azure }), { ...tokens, ...env }, files).azure;
    expect(credential.kind).toBe(kind);
    expect(credential.because).not.toBe('');
  });

  test.each([
    ['nothing at all', {}, {}, ['azure.credential']],
    ['a forgotten secret', {}, { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId }, ['AZURE_CLIENT_SECRET']],
    ['forgotten ids', {}, { AZURE_CLIENT_SECRET: 's' }, ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID']],
    ['a forgotten token file', { credential: 'workload-identity' }, secret, ['AZURE_FEDERATED_TOKEN_FILE']],
    [
      'a token file that is not there',
      {},
      { ...federated, AZURE_FEDERATED_TOKEN_FILE: '/no' },
      ['AZURE_FEDERATED_TOKEN_FILE'],
    ],
    [
      'another cloud than the cluster',
      {},
      { ...secret, AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us/' },
      ['azure.cloud'],
    ],
  ])('refuses %s', (_, azure, env, expected) => {
    expect(wheres(JSON.stringify({ azure }), { ...tokens, ...env })).toEqual(expected);
  });
});

describe('the store', () => {
  test('is a file, and PostgreSQL where DATABASE_URL is set', () => {
    expect(configOf(undefined).store).toEqual({ kind: 'sqlite', path: '.drawbridge/drawbridge.sqlite' });
    expect(configOf('store: { path: /var/lib/x.sqlite }').store).toEqual({ kind: 'sqlite', path: '/var/lib/x.sqlite' });
    const url = 'postgresql://bot:p%40ss@db.example:5432/drawbridge?sslmode=verify-full';
    const { store } = configOf('store: { path: x }', { ...good, DATABASE_URL: ` ${url}\n` });
    expect(store.kind === 'postgres' && store.url.reveal()).toBe(url);
    expect(inspect(store)).not.toContain('p%40ss');
  });

  test('may be behind a socket', () => {
    const env = { ...good, DATABASE_URL: 'postgres:///drawbridge?host=/run/postgresql' };
    expect(configOf(undefined, env).store.kind).toBe('postgres');
  });

  test.each([
    ['another database', 'mysql://bot:hush@db/drawbridge', /begin with postgres/],
    ['an address without its scheme', 'bot:hush@db/drawbridge', /begin with postgres/],
    ['a password that is not encoded', 'postgres://bot:hu/sh@db/drawbridge', /can be read/],
    ['a stray percent sign', 'postgres://bot:hush%@db/drawbridge', /%/],
    ['no host', 'postgres:///drawbridge', /host/],
    ['no database', 'postgres://bot:hush@db', /database/],
    ['no database behind the slash', 'postgres://bot:hush@db/', /database/],
  ])('is not %s', (_, url, problem) => {
    const result = read(undefined, { ...good, DATABASE_URL: url });
    expect(result.ok ? [] : result.problems).toMatchObject([
      { where: 'DATABASE_URL', problem: expect.stringMatching(problem), mend: expect.stringContaining('postgres://') },
    ]);
    expect(inspect(result, { depth: 9 })).not.toMatch(/hu.?sh/);
  });

  test('is read alone by who needs nothing else', () => {
    expect(readStoreConfig('azure: wrong', {})).toMatchObject({ ok: true, store: { kind: 'sqlite' } });
    expect(readStoreConfig('azure: wrong\nstore: { pth: x }', { DATABASE_URL: 'x' })).toMatchObject({
      ok: false,
      problems: [{ where: 'store.pth' }, { where: 'DATABASE_URL' }],
    });
    expect(readStoreConfig('store: {', {})).toMatchObject({ ok: false, problems: [{ where: 'the file' }] });
  });
});

describe('what is wrong', () => {
  test('comes all at once', () => {
    const yaml = `
azure: { cloud: pubic, retires: 3, requestTimeoutMs: fast, caFile: gone.pem, endpoint: http://x }
slack: { botToken: xoxb-1 }
ssh: { egress: 10.0.0.0/8, proxy: 'https://p:1' }
log: loud
extra: 1
`;
    const found = wheres(yaml, { SLACK_APP_TOKEN: 'xoxb-oops-oops' });
    expect(new Set(found)).toEqual(
      new Set([
        'azure.cloud',
        'azure.retires',
        'azure.requestTimeoutMs',
        'azure.caFile',
        'azure.endpoint',
        'azure.credential',
        'slack.botToken',
        'ssh.egress',
        'ssh.proxy',
        'log',
        'extra',
        'SLACK_BOT_TOKEN',
        'SLACK_APP_TOKEN',
      ]),
    );
    expect(found).toHaveLength(new Set(found).size);
  });

  test.each([
    ['a key with a typing error', 'azure: { retires: 3 }', 'azure.retires', /azure\.retries/],
    ['a key in the wrong section', 'ssh: { level: info }', 'ssh.level', /log\.level/],
    ['a section with a typing error', 'asure: {}', 'asure', /azure/],
    ['a secret in the file', 'azure: { clientSecret: x }', 'azure.clientSecret', /AZURE_CLIENT_SECRET/],
    ['the database in the file', 'store: { url: "postgres://u:hush@h/d" }', 'store.url', /DATABASE_URL/],
    ['the database as a path', 'store: { path: "postgres://u:hush@h/d" }', 'store.path', /DATABASE_URL/],
    ['a number out of range', 'azure: { requestTimeoutMs: 5 }', 'azure.requestTimeoutMs', /1000 to 60000/],
    ['a wrong word', 'log: { level: verbose }', 'log.level', /trace, debug/],
    ['a subscription that is none', 'azure: { subscriptions: [prod] }', 'azure.subscriptions.0', /GUID/],
    ['a custom cloud without addresses', 'azure: { cloud: custom }', 'azure.endpoint', /https/],
    ['an endpoint for a known cloud', 'azure: { endpoint: "https://x" }', 'azure.endpoint', /custom/],
    ['a proxy with a bad port', 'ssh: { proxy: "http://p:99999" }', 'ssh.proxy', /CONNECT/],
    ['a list where keys belong', 'azure: []', 'azure', /keys and values/],
    ['a file that is a list', '- a', 'the file', /keys and values/],
    ['broken YAML', 'azure: {', 'the file', /line/],
    ['one key twice', 'log: {}\nlog: {}', 'the file', /line/],
  ])('%s has its mend', (_, yaml, where, mend) => {
    const result = read(yaml);
    const problem = result.ok ? undefined : result.problems.find((each) => each.where === where);
    expect(problem?.mend).toMatch(mend);
  });

  test.each([
    ['missing', undefined, /xoxb-/],
    ['blank', ' ', /xoxb-/],
    ['a placeholder', 'xoxb-', /xoxb-/],
    ['the other token', 'xapp-1-A123-abcdef', /xoxb-/],
  ])('a bot token that is %s is told with its format', (_, token, mend) => {
    const result = read(undefined, { ...good, SLACK_BOT_TOKEN: token });
    expect(result.ok ? [] : result.problems).toMatchObject([
      { where: 'SLACK_BOT_TOKEN', mend: expect.stringMatching(mend) },
    ]);
  });

  test('no problem repeats a secret', () => {
    const result = read('slack: { botToken: xoxb-top-hush }\nssh: { proxy: "http://u:hush@p:1" }', {
      ...good,
      SLACK_APP_TOKEN: 'hushhushhush',
    });
    expect(result.ok).toBe(false);
    expect(inspect(result, { depth: 9 })).not.toContain('hush');
  });
});

describe('the policy', () => {
  const everything = { name: 'everything', defaults: { request: 'everyone', approve: 'S0OPS' } };
  const withChannel = { approvals: { channel: 'C0123ABC' } };
  const sealed = { ...good, DRAWBRIDGE_SEAL_KEY: sealKey };
  const rules = (...all: object[]) => JSON.stringify({ policy: { rules: all }, ...withChannel });
  const problemsIn = (yaml: string, env: Record<string, string | undefined> = sealed) => {
    const result = read(yaml, env);
    return result.ok ? [] : result.problems;
  };

  test('is empty where nothing is said', () => {
    expect(configOf(undefined)).toMatchObject({
      policy: { admins: [], trustTags: false, ownerTag: 'owner', rules: [] },
      approvals: { installation: 'drawbridge' },
    });
  });

  test('has its defaults, those of the rule under what an action says, and durations in milliseconds', () => {
    const yaml = `
policy:
  admins: [U0ADMIN]
  rules:
    - name: production
      match: { subscriptions: ${tenantId}, resourceGroups: prod-*, vms: [web-*, db-*], tags: { tier: [data, front] } }
      defaults: { request: everyone, approve: [S0OPS, U0BOB], approvals: 2, longest: 1h30m }
      actions:
        connect-check:
        start-vm: { auto: true }
        open-port: { approvals: 3, reasonLike: 'OPS-#*', sources: [203.0.113.9/24], widest: { ipv4: 28 }, lapsesAfter: 1d }
    - { name: rest, actions: { connect-check: { request: [U0BOB] } } }
  breakGlass: { groups: [S0OPS] }
approvals: { channel: C0123ABC, installation: prod-2 }
`;
    const { policy, approvals } = configOf(yaml, sealed);
    const [production, rest] = policy.rules;
    expect(production?.match).toEqual({
      subscriptions: [tenantId],
      resourceGroups: ['prod-*'],
      vms: ['web-*', 'db-*'],
      tags: [{ name: 'tier', values: ['data', 'front'] }],
    });
    expect(production?.actions['start-vm']).toMatchObject({ approval: { kind: 'auto' } });
    expect(production?.actions['open-port']).toEqual({
      requesters: [{ everyone: true, users: [], groups: [], owner: false }],
      approval: {
        kind: 'people',
        approvals: 3,
        approvers: [{ everyone: false, users: ['U0BOB'], groups: ['S0OPS'], owner: false }],
      },
      reason: { required: false, patterns: [['OPS-#*']] },
      longestMs: 5_400_000,
      sources: ['203.0.113.0/24'],
      widest: { ipv4: 28, ipv6: 128 },
      lapsesAfterMs: 86_400_000,
    });
    expect(production?.actions['create-nsg']).toBeUndefined();
    expect(rest).toMatchObject({ name: 'rest', match: {} });
    expect(policy).toMatchObject({ admins: ['U0ADMIN'], breakGlass: { groups: ['S0OPS'], longestMs: 1_800_000 } });
    expect(approvals).toMatchObject({ channel: 'C0123ABC', installation: 'prod-2' });
    expect(approvals.sealKey?.reveal()).toBe(sealKey);
    expect(JSON.stringify({ policy, approvals })).not.toContain(sealKey);
  });

  test.each<[string, string, string, RegExp]>([
    [
      'a key of a rule',
      rules({ ...everything, mach: {}, actions: {} }),
      'policy.rules.0.mach',
      /policy\.rules\.0\.match/,
    ],
    [
      'an action',
      rules({ ...everything, actions: { 'open-prot': {} } }),
      'policy.rules.0.actions.open-prot',
      /open-port/,
    ],
    [
      'a setting of an action',
      rules({ ...everything, actions: { 'open-port': { longst: '1h' } } }),
      'policy.rules.0.actions.open-port.longst',
      /longest/,
    ],
    [
      'a key of match',
      rules({ ...everything, match: { vm: 'x' }, actions: {} }),
      'policy.rules.0.match.vm',
      /match\.vms/,
    ],
    [
      'a duration',
      rules({ ...everything, actions: { 'open-port': { longest: 'a while' } } }),
      'policy.rules.0.actions.open-port.longest',
      /such as 30m, 4h or 1d/,
    ],
    [
      'a duration that is too long',
      rules({ ...everything, actions: { 'open-port': { longest: '8d' } } }),
      'policy.rules.0.actions.open-port.longest',
      /from 1m to 7d/,
    ],
    [
      'a name in the place of an id',
      rules({ ...everything, actions: { 'open-port': { approve: ['@ops'] } } }),
      'policy.rules.0.actions.open-port.approve.0',
      /user group ids \(S\.\.\.\)/,
    ],
    [
      'an address',
      rules({ ...everything, actions: { 'open-port': { sources: ['office'] } } }),
      'policy.rules.0.actions.open-port.sources.0',
      /CIDR/,
    ],
    [
      'a mask',
      rules({ ...everything, actions: { 'open-port': { widest: { ipv4: 0 } } } }),
      'policy.rules.0.actions.open-port.widest.ipv4',
      /8 to 32/,
    ],
    [
      'how keys are let in, of what lets none in',
      rules({ ...everything, actions: { 'open-port': { vmAccess: true } } }),
      'policy.rules.0.actions.open-port.vmAccess',
      /Put it where keys are let in: key/,
    ],
    ['a channel by its name', 'approvals: { channel: "#access" }', 'approvals.channel', /C0123ABC/],
    ['an installation', 'approvals: { installation: "Prod 1" }', 'approvals.installation', /lower-case/],
    // No seal could be made for it.
    ['an installation with a dash in front', 'approvals: { installation: -prod }', 'approvals.installation', /dash/],
    ['a secret in the file', 'approvals: { secret: x }', 'approvals.secret', /DRAWBRIDGE_SEAL_KEY/],
    [
      'nobody who may ask',
      rules({ name: 'r', actions: { 'connect-check': {} } }),
      'policy.rules.0.actions.connect-check.request',
      /who may ask/,
    ],
    [
      'nobody who may approve',
      rules({ name: 'r', actions: { 'open-port': { request: 'everyone' } } }),
      'policy.rules.0.actions.open-port.approve',
      /auto/,
    ],
    [
      'an owner by an untrusted tag',
      rules({ ...everything, actions: { 'open-port': { approve: ['owner'] } } }),
      'policy.rules.0.actions.open-port.approve',
      /trustTags/,
    ],
    [
      'a tag with no rule behind it',
      rules({ ...everything, match: { tags: { a: 'b' } }, actions: { 'open-port': {} } }),
      'policy.rules.0',
      /trustTags/,
    ],
    [
      'a rule that is never reached',
      rules({ ...everything, actions: {} }, { ...everything, name: 'b', actions: {} }),
      'policy.rules.1',
      /last/,
    ],
    [
      'two rules of one name',
      rules({ ...everything, match: { resourceGroups: 'a' }, actions: {} }, { ...everything, actions: {} }),
      'policy.rules.1.name',
      /own name/,
    ],
    [
      'requests with nowhere to go',
      JSON.stringify({ policy: { rules: [{ ...everything, actions: { 'open-port': {} } }] } }),
      'approvals.channel',
      /channel where requests are shown/,
    ],
  ])('%s that is wrong is told once, with its mend', (_, yaml, where, mend) => {
    expect(problemsIn(yaml)).toMatchObject([{ where, mend: expect.stringMatching(mend) }]);
  });

  test.each([
    ['missing', undefined, 'is missing'],
    ['short', 'hush'.repeat(7), 'is too short'],
  ])('a seal key that is %s is told, and not shown', (_, key, problem) => {
    const problems = problemsIn(JSON.stringify(withChannel), { ...good, DRAWBRIDGE_SEAL_KEY: key });
    expect(problems).toMatchObject([{ where: 'DRAWBRIDGE_SEAL_KEY', problem: expect.stringContaining(problem) }]);
    expect(inspect(problems)).not.toContain('hush');
  });
});

describe('config.example.yml', () => {
  const text = readFileSync(new URL('../config.example.yml', import.meta.url), 'utf8');
  // Options that are off by default stand there as comments: `# key: value`.
  const uncommented = text.replaceAll(/^( *)# ?( *(?:- )?[A-Za-z][\w-]*:(?: .*)?| *- \S+)$/gm, '$1$2');

  test('is a valid file as it stands', () => {
    expect(read(text, good)).toMatchObject({ ok: true });
  });

  test('names every key there is, and no other', () => {
    expect(parseDocument(uncommented).errors).toEqual([]);
    // The names of commands are the operator's own.
    const { commands, ...written } = parse(uncommented) as Record<string, Record<string, unknown>>;
    expect(Object.keys(commands ?? {}).length).toBeGreaterThan(2);
    const keysOf = (of: Record<string, object>) =>
      Object.entries(of).flatMap(([name, keys]) => Object.keys(keys).map((key) => `${name}.${key}`));
    const shapes = Object.fromEntries(Object.entries(sections).map(([name, section]) => [name, section.shape]));
    expect(keysOf(written).sort()).toEqual(keysOf(shapes).sort());
    expect(keysOf(written).length).toBeGreaterThan(10);
  });

  test('gives values that are accepted', () => {
    const written = parse(uncommented) as Record<'azure' | 'ssh', Record<string, unknown>>;
    // One of two that stand for the same.
    const { agent, ...ssh } = written.ssh;
    expect(agent).toBe('/run/drawbridge/agent.sock');
    const custom = { ...written, ssh, azure: { ...written.azure, cloud: 'custom' } };
    const caFile = String(written.azure.caFile);
    expect(
      read(
        JSON.stringify(custom),
        { ...good, DRAWBRIDGE_SEAL_KEY: sealKey },
        { [caFile]: 'PEM', [String(ssh.keyFile)]: 'KEY' },
      ),
    ).toMatchObject({
      ok: true,
    });
  });
});
