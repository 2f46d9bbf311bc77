import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { surveyDoors } from '../../src/core/audit/survey-doors.ts';
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
  'info closed typist-nsg: typist',
];

test('an audit of the default world, through Resource Manager, finds one of every kind', async () => {
  const { azure, arm } = await connect(world);
  onTestFinished(() => arm.close());
  const options = {
    port: 22,
    thresholds: usualThresholds,
    known: new Set<string>(),
    ownRule: () => undefined,
    nowMs: 0,
  };
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
