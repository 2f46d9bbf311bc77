import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { createAzure } from '../../src/azure/create-azure.ts';
import { resourceName, ruleName } from '../../src/core/remediations/names.ts';
import { sealTag, sealText } from '../../src/core/remediations/seal.ts';
import { runSweep, type SweepSurroundings } from '../../src/sweep/run-sweep.ts';
import { type Connected, connect } from '../azure/connected-azure.ts';
import { ids, ordinaryWorld, rule } from '../azure/ordinary-world.ts';

let connected: Connected | undefined;
afterEach(async () => {
  await connected?.arm.close();
  connected = undefined;
});

const minuteMs = 60_000;
const ours = { installation: 'prod', key: 'k'.repeat(40) };
const requestId = 'abcdefgh23';
const name = ruleName(requestId);
const ruleId = `${ids.nicNsg}/securityRules/${name}`;
const groupRead = 'Microsoft.Network/networkSecurityGroups/read';

/** A rule as the bot leaves it, with its end so many minutes from now. */
function door(endsInMin: number, { owner = ours, nsgId = ids.nicNsg, id = requestId } = {}) {
  const closesAtMs = Date.now() + endsInMin * minuteMs;
  const place = { kind: 'rule', nsgId, name: ruleName(id) } as const;
  return rule(place.name, 150, { description: sealText(place, { requestId: id, closesAtMs }, owner) });
}

const described = (of: ReturnType<typeof door>) => (of.properties as { description: string }).description;
const inNicNsg = (...rules: object[]) => ({ 'nic-nsg': { securityRules: rules } });
const lock = (level: string) => ({
  id: `${ids.nicNsg}/providers/Microsoft.Authorization/locks/keep`,
  properties: { level },
});

type Given = Partial<Pick<SweepSurroundings, 'args' | 'env'>> & { readonly yaml?: string };

async function sweep(
  content: unknown,
  { args = [], env = {}, yaml = 'approvals: { installation: prod }' }: Given = {},
) {
  connected ??= await connect(content);
  const { arm, clock } = connected;
  const lines: string[] = [];
  const pauses: number[] = [];
  let err = '';
  const status = await runSweep({
    args,
    env: { ...credentialsOf(connected), DRAWBRIDGE_SEAL_KEY: ours.key, ...env },
    yaml: { text: `${cloudOf(connected)}\n${yaml}`, problems: [] },
    readFile: () => arm.caCert,
    clock,
    makeAzure: (config) => createAzure({ config, clock, log: pino({ level: 'silent' }), wait: async () => {} }),
    pause: async (ms) => void pauses.push(ms),
    out: (line) => void lines.push(line),
    err: (said) => {
      err += said;
    },
  });
  const writes = arm.requests.filter(({ method, kind }) => kind === 'arm' && !['GET', 'POST'].includes(method));
  return { status, lines, err, pauses, writes: writes.map(({ method }) => method) };
}

function cloudOf({ arm }: Connected): string {
  return `azure:
  cloud: custom
  endpoint: ${arm.endpoint}
  authorityHost: ${arm.endpoint}
  scope: https://management.azure.com/.default
  caFile: ca.pem
  disableInstanceDiscovery: true`;
}

const credentialsOf = ({ arm: { credentials } }: Connected) => ({
  AZURE_TENANT_ID: credentials.tenantId,
  AZURE_CLIENT_ID: credentials.clientId,
  AZURE_CLIENT_SECRET: credentials.clientSecret,
});

const rulesOf = (nsgId: string) =>
  (connected?.world.get(nsgId)?.properties.securityRules ?? []) as {
    name: string;
    properties: { access: string };
  }[];

describe('a door', () => {
  test('whose time is over is closed, and everything else in its group stays', async () => {
    const { status, lines } = await sweep(ordinaryWorld(inNicNsg(rule('ssh', 300), door(-1))));
    expect(status).toBe(0);
    expect(lines).toEqual([expect.stringMatching(`^closed +${ruleId} +deleted$`), '1 closed.']);
    expect(rulesOf(ids.nicNsg).map((each) => each.name)).toEqual(['ssh']);
  });

  test('whose time is not over stays', async () => {
    const { status, lines, writes } = await sweep(ordinaryWorld(inNicNsg(door(5))));
    expect(status).toBe(0);
    expect(lines).toEqual([
      expect.stringMatching(`^not due +${ruleId} +it closes 20`),
      'Nothing is open that should be closed.',
    ]);
    expect(writes).toEqual([]);
  });

  test('of another installation is not ours, whether it is due or not', async () => {
    const owner = { ...ours, installation: 'dev' };
    const { status, lines, writes } = await sweep(ordinaryWorld(inNicNsg(door(-60, { owner }))));
    expect(status).toBe(0);
    expect(lines[0]).toMatch(/^not ours .* It is of another installation/);
    expect(writes).toEqual([]);
  });

  test.each([
    ['edited by hand', door(-60), (said: string) => said.replace(/closes \S+/, 'closes 2020-01-01T00:00:00Z')],
    ['without its description', door(-60), () => ''],
    ['copied into another group', door(-60, { nsgId: ids.subnetNsg }), (said: string) => said],
    ["copied from another request's rule", door(-60, { id: 'zzzzzzzz77' }), (said: string) => said],
    ['sealed with another key', door(-60, { owner: { ...ours, key: 'other' } }), (said: string) => said],
  ])('%s is left alone, and somebody should look at it', async (_, made, change) => {
    const faked = rule(name, 150, { description: change(described(made)) });
    const { status, lines, writes } = await sweep(ordinaryWorld(inNicNsg(faked)));
    expect(status).toBe(1);
    expect(lines[0]).toMatch(new RegExp(`^unproven +${ruleId} `));
    expect(writes).toEqual([]);
  });

  test('that denies already is no door', async () => {
    const shut = door(-60);
    const world = ordinaryWorld(inNicNsg({ ...shut, properties: { ...(shut.properties as object), access: 'Deny' } }));
    expect(await sweep(world)).toMatchObject({ status: 0, lines: ['Nothing is open that should be closed.'] });
  });

  test('that must not be deleted is rewritten to deny', async () => {
    const { status, lines } = await sweep(ordinaryWorld(inNicNsg(door(-1)), [lock('CanNotDelete')]));
    expect(status).toBe(0);
    expect(lines[0]).toMatch(/^closed .* denies now$/);
    expect(rulesOf(ids.nicNsg)).toMatchObject([{ name, properties: { access: 'Deny' } }]);
  });

  test('that must not be changed at all is still open, after three tries', async () => {
    const { status, lines, pauses } = await sweep(ordinaryWorld(inNicNsg(door(-1)), [lock('ReadOnly')]));
    expect(status).toBe(1);
    expect(lines[0]).toMatch(new RegExp(`^still open +${ruleId} .*lock`));
    expect(pauses).toHaveLength(2);
    expect(rulesOf(ids.nicNsg)).toMatchObject([{ name, properties: { access: 'Allow' } }]);
  });

  test('that Azure was too busy for is tried again', async () => {
    const fault = {
      action: 'Microsoft.Network/networkSecurityGroups/securityRules/delete',
      kind: 'throttled',
      times: 1,
    };
    const { status, writes } = await sweep(ordinaryWorld(inNicNsg(door(-1)), [], [fault]));
    expect(status).toBe(0);
    expect(writes.length).toBeGreaterThan(1);
  });

  test('that is due is only told of in a dry run', async () => {
    const { status, lines, writes } = await sweep(ordinaryWorld(inNicNsg(door(-1))), { args: ['--dry-run'] });
    expect(status).toBe(1);
    expect(lines[0]).toMatch(/^due .* its time was over 20/);
    expect(writes).toEqual([]);
  });
});

describe('what cannot be searched', () => {
  test('a group that cannot be read again', async () => {
    const fault = { action: groupRead, target: ids.nicNsg, kind: 'error', status: 500 };
    const { status, lines } = await sweep(ordinaryWorld(inNicNsg(door(-1)), [], [fault]));
    expect(status).toBe(2);
    expect(lines).toEqual([
      expect.stringMatching(
        /^not looked +Azure answered with an error when asked for the network security group nic-nsg/,
      ),
      'Not everything could be searched.',
    ]);
  });

  test('where Resource Graph refuses, every group is listed instead', async () => {
    const fault = { action: 'Microsoft.ResourceGraph/resources/read', kind: 'forbidden' };
    const { status } = await sweep(ordinaryWorld(inNicNsg(door(-1)), [], [fault]));
    expect(status).toBe(0);
    expect(rulesOf(ids.nicNsg)).toEqual([]);
  });

  test('a sign-in that is dead', async () => {
    const { status, lines } = await sweep(ordinaryWorld(), { env: { AZURE_CLIENT_SECRET: 'wrong' } });
    expect(status).toBe(2);
    expect(lines.filter((line) => line.startsWith('not looked'))).toHaveLength(2);
  });

  test('a credential that sees nothing does not say that all is well', async () => {
    const fault = { action: 'Microsoft.Resources/subscriptions/read', kind: 'forbidden' };
    const { status, lines } = await sweep(ordinaryWorld({}, [], [fault]));
    expect(status).toBe(2);
    expect(lines[0]).toMatch(/sees no subscription/);
  });

  test('what is still open weighs more', async () => {
    const fault = { action: 'Microsoft.Network/publicIPAddresses/read', kind: 'error', status: 500 };
    expect((await sweep(ordinaryWorld(inNicNsg(door(-1)), [lock('ReadOnly')], [fault]))).status).toBe(1);
  });
});

test('nothing found is nothing open', async () => {
  expect(await sweep(ordinaryWorld())).toMatchObject({
    status: 0,
    lines: ['Nothing is open that should be closed.'],
    err: '',
  });
});

describe('a public IP', () => {
  const ipName = resourceName('web', requestId);
  const id = `${ids.group}/providers/Microsoft.Network/publicIPAddresses/${ipName}`;
  const sealed = (closesAtMs: number | undefined) => ({
    id,
    location: 'westeurope',
    sku: { name: 'Standard' },
    tags: { [sealTag]: sealText({ kind: 'resource', id }, { requestId, closesAtMs }, ours) },
    properties: { publicIPAllocationMethod: 'Static', ipAddress: '20.9.9.9' },
  });
  const held = {
    'web-nic': {
      ipConfigurations: [
        {
          id: ids.ipConfiguration,
          name: 'ipconfig1',
          properties: {
            privateIPAddress: '10.1.0.4',
            privateIPAllocationMethod: 'Dynamic',
            primary: true,
            subnet: { id: ids.subnet },
            publicIPAddress: { id },
          },
        },
      ],
    },
  };
  const nicNow = () => JSON.stringify(connected?.world.get(ids.nic));

  test('whose time is over is taken off and deleted', async () => {
    const { status, lines } = await sweep(ordinaryWorld(held, [sealed(Date.now() - minuteMs)]));
    expect(lines[0]).toMatch(new RegExp(`^closed +${id} +deleted$`));
    expect(status).toBe(0);
    expect(connected?.world.get(id)).toBeUndefined();
    expect(nicNow()).not.toContain(ipName);
    expect(nicNow()).toContain(ids.subnet);
  });

  test('that nobody holds any more is deleted', async () => {
    const { status, writes } = await sweep(ordinaryWorld({}, [sealed(Date.now() - minuteMs)]));
    expect(status).toBe(0);
    expect(writes).toEqual(['DELETE']);
  });

  test('whose time is not over stays', async () => {
    const { status, lines } = await sweep(ordinaryWorld(held, [sealed(Date.now() + minuteMs)]));
    expect(status).toBe(0);
    expect(lines[0]).toMatch(/^not due /);
  });

  test('that was asked for without an end is none of it', async () => {
    expect((await sweep(ordinaryWorld(held, [sealed(undefined)]))).lines).toHaveLength(1);
  });

  test('that people have tagged for themselves is none of it', async () => {
    const tagged = { ...sealed(undefined), tags: { [sealTag]: 'the way out of the bot' } };
    expect(await sweep(ordinaryWorld({}, [tagged]))).toMatchObject({ status: 0, lines: [expect.any(String)] });
  });

  test('with a tag that does not prove it is left alone', async () => {
    const copied = { ...sealed(Date.now() - minuteMs), id: `${id}-copy` };
    const { status, writes } = await sweep(ordinaryWorld({}, [copied]));
    expect(status).toBe(1);
    expect(writes).toEqual([]);
  });

  test('whose interface may not be changed is still there', async () => {
    const fault = { action: 'Microsoft.Network/networkInterfaces/write', kind: 'forbidden' };
    const { status, lines } = await sweep(ordinaryWorld(held, [sealed(Date.now() - minuteMs)], [fault]));
    expect(status).toBe(1);
    expect(lines[0]).toMatch(/^still open /);
    expect(connected?.world.get(id)).toBeDefined();
  });
});

describe('what it is given', () => {
  test('all that is missing is named at once', async () => {
    const missing = { AZURE_CLIENT_SECRET: '', AZURE_TENANT_ID: '', AZURE_CLIENT_ID: '', DRAWBRIDGE_SEAL_KEY: '' };
    const { status, err } = await sweep(ordinaryWorld(), { env: missing, yaml: 'approvals: { instalation: prod }' });
    expect(status).toBe(2);
    for (const where of ['azure.credential', 'DRAWBRIDGE_SEAL_KEY', 'approvals.instalation'])
      expect(err).toContain(where);
    expect(err).not.toContain('SLACK');
  });

  test('what is wrong elsewhere in the file does not keep it from closing doors', async () => {
    const yaml = 'approvals: { installation: prod }\npolicy: { admins: nobody }\nslack: { odd: 1 }\nstore: { path: 7 }';
    expect((await sweep(ordinaryWorld(inNicNsg(door(-1))), { yaml })).lines.at(-1)).toBe('1 closed.');
  });

  test.each([['--format xml'], ['--close'], ['now']])('%s is not understood', async (args) => {
    const { status, err } = await sweep(ordinaryWorld(), { args: args.split(' ') });
    expect(status).toBe(2);
    expect(err).toContain('npm run sweep -- [--dry-run]');
  });

  test('machines get one object', async () => {
    const { lines } = await sweep(ordinaryWorld(inNicNsg(door(-1))), { args: ['--format', 'json'] });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { doors: [{ kind: 'rule', id: ruleId, status: 'closed', because: 'deleted' }], unread: [], status: 0 },
    ]);
  });
});

test('npm run sweep is a process that needs no Slack and no store', async () => {
  connected = await connect(ordinaryWorld(inNicNsg(door(-1))));
  const cwd = mkdtempSync(join(tmpdir(), 'drawbridge-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  writeFileSync(join(cwd, 'ca.pem'), connected.arm.caCert);
  writeFileSync(join(cwd, 'config.yml'), `${cloudOf(connected)}\napprovals: { installation: prod }\n`);
  const main = fileURLToPath(new URL('../../src/sweep.ts', import.meta.url));
  const env = { NO_PROXY: '127.0.0.1', DRAWBRIDGE_SEAL_KEY: ours.key, ...credentialsOf(connected) };
  const child = spawn(process.execPath, [main], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = new Promise((resolve) => child.once('close', resolve));
  expect(await text(child.stdout)).toMatch(/^closed .*\n1 closed\.\n$/);
  expect(await exit).toBe(0);
});
