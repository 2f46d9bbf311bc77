import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { deliver } from '../../sandbox/internet/packet.ts';
import type { World } from '../../sandbox/world/world.ts';
import { surveyDoors } from '../../src/core/audit/survey-doors.ts';
import { optionsWithoutBot } from '../../src/core/audit/survey-options.ts';
import { usualThresholds } from '../../src/core/net/exposure.ts';
import { connect } from './connected-azure.ts';

const world = JSON.parse(readFileSync(new URL('../../sandbox/worlds/default.json', import.meta.url), 'utf8'));

/** Severity, verdict and the machines behind each finding of the newcomer's first audit. */
const expected = [
  'critical open kiosk: kiosk',
  'critical open detour-nsg: roundabout',
  'critical open halves-nsg: halves',
  'critical open harbour-nsg: harbour',
  'critical open quarterdeck-nsg: quarterdeck',
  'critical open showcase-nsg: showcase',
  'critical open legacy-nsg: legacy-01',
  'high open fleet-nsg: fleet',
  'high open oldtimer-nsg: oldtimer',
  'high partial cumulus-nsg: cumulus',
  'medium open lounge-nsg: backstage',
  'low open orphan-nsg: ',
  'low partial sextant-nsg: sextant',
  'info narrow turnstile-nsg: ',
  'info closed typist-nsg: typist',
  'info closed umbrella-nsg: umbrella',
];

test('an audit of the default world, through Resource Manager, finds one of every kind', async () => {
  const { azure, arm } = await connect(world);
  onTestFinished(() => arm.close());
  const options = optionsWithoutBot(22, usualThresholds);
  const survey = await surveyDoors(azure.inventory(), options);
  expect(survey.status).toBe('complete');
  expect(
    survey.findings.map(({ severity, verdict, name, paths, guards }) => {
      const behind = [...paths.map(({ machine }) => machine.name), ...guards.scaleSets];
      return `${severity} ${verdict} ${name}: ${behind.join(', ')}`;
    }),
  ).toEqual(expected);
  expect(survey.notEvaluated).toEqual([
    'The security group vault-nsg could not be read: it needs Microsoft.Network/networkSecurityGroups/read. A public address leads to vault-01 behind it.',
    'What firewalls and appliances forward to machines behind them is not evaluated.',
  ]);
});

/** One address of each public /8. */
const strangers = Array.from({ length: 223 }, (_, at) => `${at + 1}.77.66.55`).filter(
  (address) => !/^(10|100|127)\./.test(address),
);

test('every way that it finds, and no other, is one by the opinion of the pretend internet', async () => {
  const { azure, arm, world: there } = await connect(world);
  onTestFinished(() => arm.close());
  const options = optionsWithoutBot(22, usualThresholds);
  const { findings } = await surveyDoors(azure.inventory(), options);
  const said = new Map<string, boolean>();
  for (const { paths, kinds } of findings) {
    // Which addresses are Azure's the world does not say; a machine that is off answers nobody.
    if (kinds.includes('azure-cloud')) continue;
    for (const { endpoint, isOpen, machine } of paths)
      if (endpoint !== undefined && machine.power === 'running')
        said.set(`${endpoint.address} ${endpoint.port}`, isOpen === true);
  }
  const doors = new Set([...said.keys(), ...publicDoors(there)]);
  const reached = [...doors].map((door) => {
    const [destination = '', port = ''] = door.split(' ');
    const isIn = (source: string) => deliver(there, { source, destination, port: Number(port) }).kind === 'delivered';
    return [door, strangers.filter(isIn).length];
  });
  expect(doors.size).toBeGreaterThan(20);
  expect(Object.fromEntries(reached)).toEqual(
    Object.fromEntries([...doors].map((door) => [door, said.get(door) ? strangers.length : 0])),
  );
});

function publicDoors(there: World): string[] {
  return there
    .list('Microsoft.Network/publicIPAddresses')
    .flatMap(({ properties: { ipAddress } }) => (typeof ipAddress === 'string' ? [`${ipAddress} 22`] : []));
}

test('route tables are read with the subnets that use them', async () => {
  const { azure, arm } = await connect(world);
  onTestFinished(() => arm.close());
  const tables = [];
  for await (const page of azure.inventory().pages('microsoft.network/routetables')) tables.push(...page);
  expect(tables).toMatchObject([
    {
      name: 'to-firewall',
      properties: {
        routes: [{ name: 'everything', properties: { addressPrefix: '0.0.0.0/0' } }],
        subnets: [{ id: expect.stringMatching(/\/subnets\/detour$/) }],
      },
    },
  ]);
  const [table] = tables;
  expect(await azure.inventory().get(String(table?.id))).toMatchObject({ properties: table?.properties });
});
