import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { expect, onTestFinished, test } from 'vitest';
import { registerClosePort } from '../../src/handlers/close-port.ts';
import { registerReopenPort } from '../../src/handlers/reopen-port.ts';
import type { Tools } from '../../src/handlers/subcommand.ts';
import { executeRequest } from '../../src/jobs/execute-request.ts';
import { actionIds, closeFindingForm, reopenForm } from '../../src/views/action-ids.ts';
import type { Message } from '../../src/views/message.ts';
import { connect } from '../azure/connected-azure.ts';
import { ids, ordinaryWorld, rule } from '../azure/ordinary-world.ts';
import { jobParts } from '../jobs/parts.ts';

type Listener = (args: Record<string, unknown>) => Promise<void>;

/** The two handlers on an app that only keeps its listeners, before the pretend Azure. */
async function stage(find: Parameters<typeof registerClosePort>[2]) {
  const connected = await connect(
    ordinaryWorld({ 'subnet-nsg': { securityRules: [rule('all', 200, { sourceAddressPrefix: '*' })] } }),
  );
  onTestFinished(() => connected.arm.close());
  const parts = await jobParts({ azure: connected.azure, clock: { nowMs: connected.clock.now() } });
  const listeners = new Map<unknown, Listener>();
  const keep = (id: unknown, listener: Listener) => void listeners.set(id, listener);
  const app = { action: keep, view: (id: string, listener: Listener) => keep(`form ${id}`, listener) };
  const said: Message[] = [];
  const actor = async (userId: string) => ({ userId, kind: 'member', groupIds: new Set() });
  let drawn = 0;
  const tools = {
    ...parts,
    newId: () => 'ref',
    newBytes(count: number) {
      drawn += 1;
      return new Uint8Array(count).fill(drawn);
    },
    people: { actor, channelIsExternal: async () => false, canPostIn: async () => true },
    work: { attend: async () => {} },
    replyTo: () => async (message: Message) => void said.push(message),
  } as unknown as Tools;
  registerClosePort(app as unknown as App, tools, find);
  registerReopenPort(app as unknown as App, tools);
  const forms: ModalView[] = [];
  const body = { user: { id: alice, team_id: 'T0' }, channel: { id: 'C0' }, response_url: '', trigger_id: '1' };
  const client = { views: { open: async ({ view }: { view: ModalView }) => void forms.push(view) } };
  return {
    parts,
    said,
    forms,
    press: (id: string, value: string) =>
      listeners.get(id)?.({ ack: async () => {}, action: { type: 'button', value }, body, client }),
    async submit(id: string, ref: string, reason: string) {
      const answers: unknown[] = [];
      const state = { values: { reason: { reason: { value: reason } } } };
      const ack = async (answer: unknown) => void answers.push(answer);
      await listeners.get(`form ${id}`)?.({ ack, body, view: { private_metadata: ref, state } });
      return answers[0];
    },
  };
}

const alice = 'U0ALICE';
const group = {
  nsgId: ids.subnetNsg,
  name: 'subnet-nsg',
  resourceGroup: 'Apps',
  subscriptionId: ids.subscription,
  subscriptionName: 'Production',
  tags: {},
};

test('a finding is asked to be closed, is closed, and is asked to be reopened', async () => {
  const { parts, forms, said, press, submit } = await stage(async (ref) => (ref === 'f1' ? group : undefined));
  await press(actionIds.closeFinding, 'f1');
  expect(JSON.stringify(forms)).toContain('Security group `subnet-nsg`');
  await submit(closeFindingForm.callbackId, 'f1', 'the audit');
  const [closing, ...others] = await parts.store.requests.list({ requester: alice, limit: 9 });
  expect(others).toEqual([]);
  expect(closing).toMatchObject({
    action: 'close-port',
    state: 'pending',
    reason: 'the audit',
    vm: { name: 'subnet-nsg' },
  });
  expect(said[0]?.text).toContain('close port 22 to the internet in the security group `subnet-nsg`');
  const id = closing?.id ?? '';
  expect(await parts.store.requests.get(id)).toEqual(closing);
  const decisions = [{ by: 'U0BOB', verdict: 'approve', atMs: parts.clock.now() }] as const;
  await parts.store.requests.update(id, (now) => ({
    kind: 'change',
    request: { ...now, state: 'approved', decisions },
    events: [],
    notices: [],
  }));
  await executeRequest(id, parts);
  expect((await parts.store.requests.get(id))?.state).toBe('succeeded');
  await press(actionIds.reopenPort, id);
  await submit(reopenForm.callbackId, id, 'a vendor needs it');
  const asked = await parts.store.requests.list({ requester: alice, limit: 9 });
  const reopening = asked.find(({ action }) => action === 'reopen-port');
  expect(reopening).toMatchObject({ state: 'pending', params: { closing: { requestId: id } } });
  expect(reopening?.plan.writes.map(({ method }) => method)).toEqual(['DELETE', 'DELETE']);
});

test('a finding that is gone is told, and nothing is asked for', async () => {
  const { parts, forms, said, press, submit } = await stage(async () => undefined);
  await press(actionIds.closeFinding, 'f1');
  expect(said[0]?.text).toContain('no such finding');
  expect(await submit(closeFindingForm.callbackId, 'f1', 'the audit')).toMatchObject({ response_action: 'errors' });
  expect(forms).toEqual([]);
  expect(await parts.store.requests.list({ requester: alice, limit: 9 })).toEqual([]);
});

test('what did not close cannot be reopened', async () => {
  const { said, press } = await stage(async () => group);
  await press(actionIds.reopenPort, 'nobodyhere');
  expect(said[0]?.text).toContain('no such request');
});
