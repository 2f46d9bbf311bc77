import type { Decided } from '../../src/core/requests/decided.ts';
import type { NewEvent } from '../../src/core/requests/event.ts';
import type { NewNotice } from '../../src/core/requests/notice.ts';
import type { VmRequest } from '../../src/core/requests/request.ts';
import { startMs } from './parts.ts';

/** A complete request, but for what the test says. */
export function sampleRequest(given: Partial<VmRequest> = {}): VmRequest {
  const vm = {
    id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/myVM',
    vmId: '0b5d6a3e-1111-4222-8333-444455556666',
    privateAddress: '10.0.0.4',
  };
  return {
    id: 'abcdefghij',
    version: 1,
    state: 'pending',
    action: 'open-port',
    params: { from: '203.0.113.7/32', port: 22, durationMs: 3_600_000 },
    fromTypedAtMs: startMs,
    vm: { ...vm, name: 'myVM', resourceGroup: 'rg', subscriptionId: 's', location: 'westeurope', tags: {} },
    plan: {
      vm,
      writes: [
        {
          method: 'PUT',
          path: '/rule',
          apiVersion: '2024-05-01',
          body: { properties: { priority: { $hole: 'priority', from: 100, to: 200 }, tags: null } },
          says: 'Allow TCP 22',
        },
      ],
      undo: [{ method: 'DELETE', path: '/rule', apiVersion: '2024-05-01', says: 'Take it away' }],
    },
    digest: 'd'.repeat(64),
    notes: [],
    requester: 'U0ALICE',
    policy: { rule: 'admins', approvals: 1, approvers: '@ops' },
    decisions: [],
    createdAtMs: startMs,
    lapsesAtMs: startMs + 3_600_000,
    reminded: { times: 0, atMs: startMs },
    writes: {},
    ...given,
  };
}

export function sampleEvent(given: Partial<NewEvent> = {}): NewEvent {
  return {
    kind: 'requested',
    atMs: startMs,
    actor: 'U0ALICE',
    requestId: 'abcdefghij',
    data: { why: 'disk' },
    ...given,
  };
}

export function sampleNotice(given: Partial<NewNotice> = {}): NewNotice {
  return { requestId: 'abcdefghij', to: { kind: 'channel' }, about: 'requested', atMs: startMs, ...given };
}

export function change(
  request: VmRequest,
  events: readonly NewEvent[] = [],
  notices: readonly NewNotice[] = [],
): Decided<never> {
  return { kind: 'change', request, events, notices };
}
