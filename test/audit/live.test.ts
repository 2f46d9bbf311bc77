import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../azure/connected-azure.ts';
import { ids, ordinaryWorld, rule } from '../azure/ordinary-world.ts';

const entry = join(import.meta.dirname, '../../src/audit.ts');

/** The command itself, on the pretend Resource Manager. @param audit the section of the configuration */
async function live({ world = ordinaryWorld(), audit = '{}', args = [] as string[], env = {} }) {
  const { arm } = await connect(world);
  const cwd = mkdtempSync(join(tmpdir(), 'audit-live-'));
  onTestFinished(async () => {
    rmSync(cwd, { recursive: true });
    await arm.close();
  });
  writeFileSync(join(cwd, 'ca.pem'), arm.caCert);
  writeFileSync(
    join(cwd, 'config.yml'),
    `azure:
  cloud: custom
  endpoint: ${arm.endpoint}
  authorityHost: ${arm.endpoint}
  scope: https://management.azure.com/.default
  caFile: ca.pem
  disableInstanceDiscovery: true
audit: ${audit}
`,
  );
  const { tenantId, clientId, clientSecret } = arm.credentials;
  const command = spawn(process.execPath, [entry, '--live', '--format', 'json', ...args], {
    cwd,
    env: {
      NO_PROXY: '127.0.0.1',
      AZURE_TENANT_ID: tenantId,
      AZURE_CLIENT_ID: clientId,
      AZURE_CLIENT_SECRET: clientSecret,
      ...env,
    },
  });
  const ended = new Promise((resolve) => command.once('close', resolve));
  const [out, err, status] = await Promise.all([text(command.stdout), text(command.stderr), ended]);
  return { status, out, err, answer: () => JSON.parse(out) };
}

const wide = (sourceAddressPrefix: string) =>
  ordinaryWorld({
    'nic-nsg': { securityRules: [rule('ssh', 100, { sourceAddressPrefix })] },
    'subnet-nsg': { securityRules: [rule('ssh', 100, { sourceAddressPrefix })] },
  });

test('the configured subscriptions are read, and the way to the machine is told', async () => {
  const { status, answer } = await live({ world: wide('*') });
  expect(status).toBe(2);
  const { summary, nsgs } = answer();
  expect(summary).toMatchObject({ nsgs: 2, rules: 2, verdicts: { open: 2 }, severities: { critical: 2 } });
  expect(nsgs.map(({ id }: { id: string }) => id)).toEqual([ids.nicNsg, ids.subnetNsg]);
  expect(nsgs[0].paths).toMatchObject([{ machine: { name: 'web' }, endpoint: { address: '20.1.2.3' }, isOpen: true }]);
});

test.each([
  ['as usual', '{}', 'narrow', 0],
  ['as the operator has it', '{ partialFrom: { ipv4: 16 } }', 'partial', 2],
])('from how many addresses on a group is open in part is %s', async (_, audit, verdict, expected) => {
  const { status, answer } = await live({ world: wide('8.8.0.0/16'), audit });
  expect(answer().nsgs).toMatchObject([{ verdict }, { verdict }]);
  expect(status).toBe(expected);
});

test('what did not answer is told, and is no "nothing is open"', async () => {
  const faults = [
    { target: `${ids.group}*`, action: 'Microsoft.Network/networkSecurityGroups/read', kind: 'forbidden' },
  ];
  const hidden = [{ target: `/subscriptions/${ids.subscription}/providers/*`, action: '*', kind: 'forbidden' }];
  const { status, err } = await live({ world: ordinaryWorld({}, [], [...faults, ...hidden]) });
  expect(status).toBe(1);
  expect(err).toMatch(/Subscription Production was not read: /);
});

test('a configuration that cannot be used is told before anything is asked', async () => {
  const { status, out, err } = await live({ audit: '{ partialFrom: { ipv4: 99 } }' });
  expect([status, out]).toEqual([1, '']);
  expect(err).toContain('audit.partialFrom.ipv4');
});
