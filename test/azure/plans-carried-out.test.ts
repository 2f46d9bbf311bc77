import { afterEach, expect, test } from 'vitest';
import type { ActionParams } from '../../src/core/actions/action.ts';
import { fillWrite, priorityRangeOf } from '../../src/core/actions/fill.ts';
import type { PlannedWrite } from '../../src/core/actions/plan.ts';
import type { Json } from '../../src/core/canonical-json.ts';
import { closePort } from '../../src/core/closing/close-port.ts';
import { reopenPort } from '../../src/core/closing/reopen-port.ts';
import type { VmFacts } from '../../src/core/facts.ts';
import { usualThresholds } from '../../src/core/net/exposure.ts';
import { applyEdits } from '../../src/core/remediations/apply-edits.ts';
import { associatePublicIp } from '../../src/core/remediations/associate-public-ip.ts';
import { createNsg } from '../../src/core/remediations/create-nsg.ts';
import { ruleName } from '../../src/core/remediations/names.ts';
import { openPort } from '../../src/core/remediations/open-port.ts';
import type { Remediation } from '../../src/core/remediations/remediation.ts';
import { sealText } from '../../src/core/remediations/seal.ts';
import { startVm } from '../../src/core/remediations/start-vm.ts';
import { readNsgFacts } from '../../src/jobs/read-facts-for.ts';
import { call } from '../sandbox/arm/call.ts';
import { type Connected, connect } from './connected-azure.ts';
import { ids, ordinaryWorld, rule } from './ordinary-world.ts';

/** Plans are values: here they meet the pretend Resource Manager, which checks bodies as Azure does. */
let connected: Connected;
afterEach(() => connected.arm.close());

const requestId = 'abcdefgh23';
const hourMs = 3_600_000;
const seal = { installation: 'test', key: 'secret' };
const params: ActionParams = { from: '198.51.100.7', port: 22, durationMs: hourMs, removeAtEnd: true };
const read = (): Promise<VmFacts> => connected.azure.readFactsForChange({ id: ids.vm, nicIds: [ids.nic] });

async function carryOut(writes: readonly PlannedWrite[]): Promise<void> {
  const closesAtMs = connected.clock.now() + hourMs;
  for (const [at, write] of writes.entries()) {
    const to = priorityRangeOf(write)?.to;
    const priority = to === undefined ? undefined : to - at;
    const filled = fillWrite(write, {
      ...(priority !== undefined && { priority }),
      closingTimeMs: closesAtMs,
      sealed: (place, stays) =>
        sealText(place, stays ? { requestId, closesAtMs: undefined, stays } : { requestId, closesAtMs }, seal),
    });
    await send(filled.method, `${filled.path}?api-version=${filled.apiVersion}`, filled.body, write.edits);
  }
}

async function send(method: string, target: string, body: Json | undefined, edits: PlannedWrite['edits']) {
  const there = edits && (await call(connected.arm, 'GET', target));
  const edited = edits && applyEdits(there?.body as unknown as Json, edits);
  if (edited?.kind === 'refused') throw new Error(edited.problem);
  const headers = there === undefined ? {} : { 'if-match': String(there.headers.etag) };
  const sent = edited?.body ?? body;
  const answer = await call(connected.arm, method, target, { headers, ...(sent !== undefined && { body: sent }) });
  expect(answer.status, `${method} ${target}: ${answer.text}`).toBeLessThan(300);
  const operation = answer.headers['azure-asyncoperation'];
  for (let polls = 0; typeof operation === 'string' && polls < 50; polls += 1) {
    const { body: state } = await call(connected.arm, 'GET', operation);
    if (state?.status !== 'InProgress') return expect(state?.status).toBe('Succeeded');
  }
}

const bareNic = { networkSecurityGroup: undefined };
const withoutGroups = {
  'web-nic': bareNic,
  net: {
    addressSpace: { addressPrefixes: ['10.1.0.0/16'] },
    subnets: [{ id: ids.subnet, name: 'front', properties: { addressPrefix: '10.1.0.0/24' } }],
  },
};
const withoutIp = {
  'web-nic': {
    unknownToUs: { kept: true },
    ipConfigurations: [
      {
        id: ids.ipConfiguration,
        name: 'ipconfig1',
        properties: { privateIPAddress: '10.1.0.4', primary: true, alsoUnknown: 1, subnet: { id: ids.subnet } },
      },
    ],
  },
};
const off = { web: { instanceView: { statuses: [{ code: 'PowerState/deallocated' }] } } };

test.each<[string, Remediation, Record<string, Record<string, unknown>>]>([
  ['a port is opened and closed', openPort, {}],
  ['a group is created, opened and closed', createNsg, withoutGroups],
  ['an address is associated and removed', associatePublicIp, withoutIp],
  ['a VM is started', startVm, off],
])('%s', async (_, remediation, bent) => {
  connected = await connect(ordinaryWorld(bent));
  expect(remediation.verify(await read(), params).status).toBe('fail');
  const made = remediation.plan({ facts: await read(), params, requestId });
  if (made.kind === 'refused') throw new Error(`${made.problem} ${made.hint}`);
  await carryOut(made.plan.writes);
  const changed = await read();
  expect(remediation.verify(changed, params).status).toBe('pass');
  if (remediation === startVm) return;
  // The same plan comes out of the changed world, so that it can be made again at any time.
  expect(remediation.plan({ facts: changed, params, requestId })).toEqual(made);
  await carryOut(made.plan.undo);
  expect(remediation.verify(await read(), params).status).toBe('fail');
});

test('what nobody here knows of an interface survives', async () => {
  connected = await connect(ordinaryWorld(withoutIp));
  const made = associatePublicIp.plan({ facts: await read(), params, requestId });
  if (made.kind === 'refused') throw new Error(made.problem);
  const before = connected.world.get(ids.nic)?.properties;
  await carryOut(made.plan.writes);
  await carryOut(made.plan.undo);
  expect(connected.world.get(ids.nic)?.properties).toMatchObject({
    unknownToUs: { kept: true },
    ipConfigurations: [{ properties: { alsoUnknown: 1 } }],
    ...before,
  });
});

const auditSettings = { thresholds: usualThresholds };
const readGroup = () => readNsgFacts(ids.subnetNsg, { azure: connected.azure, seal, auditSettings });
const office = rule('office', 150);

test.each<[string, Record<string, unknown>, number]>([
  ['everybody', { sourceAddressPrefix: '*', destinationPortRange: undefined, destinationPortRanges: ['22', '443'] }, 2],
  ['a part', { sourceAddressPrefix: undefined, sourceAddressPrefixes: ['8.0.0.0/7', '64.0.0.0/4'] }, 1],
  ["Azure's own", { sourceAddressPrefix: 'AzureCloud' }, 1],
  ['everybody, to one address', { sourceAddressPrefix: 'Internet', destinationAddressPrefix: '10.1.0.4' }, 1],
  ['IPv6', { sourceAddressPrefix: '2000::/3' }, 1],
])('a group that lets in %s is closed and reopened', async (_, exposes, count) => {
  const rules = [office, rule('all', 200, exposes)];
  connected = await connect(ordinaryWorld({ 'subnet-nsg': { securityRules: rules } }));
  const wanted = { from: '', port: 22 };
  const made = closePort.plan({ facts: await readGroup(), params: wanted, requestId });
  if (made.kind === 'refused') throw new Error(`${made.problem} ${made.hint}`);
  await carryOut(made.plan.writes);
  const closed = await readGroup();
  const names = made.plan.writes.map((_write, at) => ruleName(requestId, at + 1));
  expect(names).toHaveLength(count);
  expect(closed.ownRules).toEqual(names);
  expect(closePort.verify(closed, wanted, made.plan).status).toBe('pass');
  expect(closePort.plan({ facts: closed, params: wanted, requestId })).toEqual(made);
  const back = { ...wanted, closing: { requestId, rules: names } };
  const undone = reopenPort.plan({ facts: closed, params: back, requestId: 'zzzzzzzzzz' });
  if (undone.kind === 'refused') throw new Error(undone.problem);
  await carryOut(undone.plan.writes);
  const reopened = await readGroup();
  expect(reopenPort.verify(reopened, back, undone.plan).status).toBe('pass');
  expect(reopened.nsg.rules.filter(({ isDefault }) => !isDefault).map(({ name }) => name)).toEqual(['office', 'all']);
});
