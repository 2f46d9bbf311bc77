import { planDigest } from '../../../src/core/actions/plan.ts';
import type { VmRequest } from '../../../src/core/requests/request.ts';

const group = '/subscriptions/2d7e3c1a-5b64-4c9f-8f0e-3a9b1c2d4e5f/resourceGroups/apps/providers';
const rule = `${group}/Microsoft.Network/networkSecurityGroups/web-nsg/securityRules/drawbridge-abcdefghij`;
const minute = 60_000;

export const askedAtMs = Date.UTC(2026, 0, 15, 9);

/** A request to open port 22 for an hour, as it is filed; every test bends what it is about. */
export function aRequest(bend: Partial<VmRequest> = {}): VmRequest {
  const vm = { id: `${group}/Microsoft.Compute/virtualMachines/web`, vmId: 'vm-1', privateAddress: '10.0.0.4' };
  const plan = {
    vm,
    opensForMs: 60 * minute,
    writes: [{ method: 'PUT', path: rule, apiVersion: '2026-01-01', body: { properties: {} }, says: 'Allow it' }],
    undo: [{ method: 'DELETE', path: rule, apiVersion: '2026-01-01', says: 'Delete it' }],
  } as const;
  return {
    id: 'abcdefghij',
    version: 1,
    state: 'pending',
    action: 'open-port',
    params: { from: '203.0.113.7', port: 22, durationMs: 60 * minute },
    fromTypedAtMs: askedAtMs,
    vm: {
      ...vm,
      name: 'web',
      resourceGroup: 'apps',
      subscriptionId: '2d7e3c1a-5b64-4c9f-8f0e-3a9b1c2d4e5f',
      location: 'westeurope',
      tags: {},
    },
    plan,
    digest: planDigest(plan),
    notes: [],
    requester: 'U0ALICE',
    reason: 'deploy',
    policy: { rule: 'all', approvals: 1, approvers: '1 of <!subteam^S0OPS>' },
    decisions: [],
    createdAtMs: askedAtMs,
    lapsesAtMs: askedAtMs + 60 * minute,
    reminded: { times: 0, atMs: askedAtMs },
    writes: {},
    ...bend,
  };
}

/** The same, open since `askedAtMs`. */
export function aGrant(bend: Partial<VmRequest> = {}): VmRequest {
  return aRequest({
    state: 'active',
    openedAtMs: askedAtMs,
    closesAtMs: askedAtMs + 60 * minute,
    writes: { 0: { status: 'done', priority: 299, atMs: askedAtMs } },
    ...bend,
  });
}
