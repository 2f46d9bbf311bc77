import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ArmServer, startArm } from '../../../sandbox/arm/server.ts';
import { realSandboxClock } from '../../../sandbox/clock.ts';
import { deallocated, smallWorld, vm, vmId } from './small-world.ts';

const run = promisify(execFile);
const installed = (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'az')));
const required = process.env.DRAWBRIDGE_REQUIRE_AZ === 'true';

test.runIf(required)('the Azure CLI is installed where it is required', () => {
  expect(installed).toBe(true);
});

describe.skipIf(!installed)(installed ? 'the Azure CLI' : 'skipped: `az` is not installed', { timeout: 90_000 }, () => {
  let arm: ArmServer;
  let configDir: string;
  let env: NodeJS.ProcessEnv;

  /** Runs az with JSON output. It starts in a second or two, every time. */
  async function az(...args: string[]): Promise<unknown> {
    const { stdout } = await run('az', [...args, '--output', 'json', '--only-show-errors'], { env });
    return stdout.trim() === '' ? undefined : JSON.parse(stdout);
  }

  beforeAll(async () => {
    arm = await startArm({
      world: smallWorld({ resources: [vm(vmId, deallocated)] }),
      clock: realSandboxClock(),
      guests: { runShellScript: async (_, script) => ({ stdout: `${script} as root\n`, stderr: '' }) },
    });
    configDir = await mkdtemp(join(tmpdir(), 'drawbridge-az-'));
    const caFile = join(configDir, 'ca.pem');
    await writeFile(caFile, arm.caCert);
    env = {
      ...process.env,
      AZURE_CONFIG_DIR: configDir,
      AZURE_CORE_COLLECT_TELEMETRY: 'false',
      REQUESTS_CA_BUNDLE: caFile,
      NO_PROXY: '127.0.0.1',
    };
    const { endpoint, credentials } = arm;
    // The profile names api-versions that every build of the CLI has; Debian's lacks some of its own default ones.
    const cloud = ['--name', 'drawbridge', '--profile', '2020-09-01-hybrid'];
    const endpoints = [
      ['--endpoint-resource-manager', endpoint],
      ['--endpoint-management', endpoint],
      ['--endpoint-active-directory', `${endpoint}/adfs`],
      ['--endpoint-active-directory-resource-id', endpoint],
      ['--endpoint-active-directory-graph-resource-id', endpoint],
    ].flat();
    await az('cloud', 'register', ...cloud, ...endpoints);
    await az('cloud', 'set', '--name', 'drawbridge');
    const principal = ['--username', credentials.clientId, '--password', credentials.clientSecret];
    await az('login', '--service-principal', ...principal, '--tenant', 'adfs');
  }, 120_000);

  afterAll(async () => {
    await arm?.close();
    if (configDir !== undefined) await rm(configDir, { recursive: true, force: true });
  });

  const machine = ['--resource-group', 'myResourceGroup', '--name', 'myVM'];

  test('az vm list', async () => {
    expect(await az('vm', 'list')).toMatchObject([{ name: 'myVM', resourceGroup: 'MYRESOURCEGROUP' }]);
  });

  test('az vm start, then az vm show -d', async () => {
    await az('vm', 'start', ...machine);
    expect(await az('vm', 'show', '-d', ...machine)).toMatchObject({
      powerState: 'VM running',
      privateIps: '10.0.0.4',
      publicIps: expect.stringMatching(/^20\./),
    });
  });

  test('az vm run-command invoke', async () => {
    const script = ['--command-id', 'RunShellScript', '--scripts', 'id'];
    expect(await az('vm', 'run-command', 'invoke', ...machine, ...script)).toMatchObject({
      value: [{ message: 'Enable succeeded: \n[stdout]\nid as root\n\n[stderr]\n' }],
    });
  });

  test('az network nsg rule create, list and delete', async () => {
    const nsg = ['--resource-group', 'myResourceGroup', '--nsg-name', 'myNSG'];
    const match = ['--source-address-prefixes', '203.0.113.7', '--destination-port-ranges', '22', '--protocol', 'Tcp'];
    await az('network', 'nsg', 'rule', 'create', ...nsg, '--name', 'ssh', '--priority', '100', ...match);
    expect(await az('network', 'nsg', 'rule', 'list', ...nsg)).toMatchObject([
      { name: 'ssh', priority: 100, sourceAddressPrefix: '203.0.113.7', destinationPortRange: '22', access: 'Allow' },
    ]);
    await az('network', 'nsg', 'rule', 'delete', ...nsg, '--name', 'ssh');
    expect(await az('network', 'nsg', 'rule', 'list', ...nsg)).toEqual([]);
  });

  test('az network vnet list as a table', async () => {
    const { stdout } = await run('az', ['network', 'vnet', 'list', '--output', 'table'], { env });
    expect(stdout).toContain('myVnet');
  });

  test('az lock create on one resource, whose path it writes with a doubled slash', async () => {
    const nsg = ['--resource-group', 'myResourceGroup', '--resource', 'myNSG'];
    const lock = ['--name', 'keep', ...nsg, '--resource-type', 'Microsoft.Network/networkSecurityGroups'];
    await az('lock', 'create', '--lock-type', 'ReadOnly', ...lock);
    const rule = ['--resource-group', 'myResourceGroup', '--nsg-name', 'myNSG', '--name', 'locked'];
    await expect(az('network', 'nsg', 'rule', 'create', ...rule, '--priority', '300')).rejects.toMatchObject({
      stderr: expect.stringContaining('ScopeLocked'),
    });
    await az('lock', 'delete', ...lock);
  });

  test('a refusal reaches the person as Azure words it', async () => {
    await expect(az('vm', 'show', '--resource-group', 'myResourceGroup', '--name', 'other')).rejects.toMatchObject({
      stderr: expect.stringContaining('ResourceNotFound'),
    });
  });
});
