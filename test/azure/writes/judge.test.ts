import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { describe, expect, test } from 'vitest';
import { judgeAnswer, judgeFailure } from '../../../src/azure/writes/judge.ts';
import type { ArmRequest } from '../../../src/azure/writes.ts';
import type { Json } from '../../../src/core/canonical-json.ts';

const nsg = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nsg';
const put: ArmRequest = { method: 'PUT', path: `${nsg}/securityRules/r`, apiVersion: '2024-05-01', body: {} };

function judge(status: number, error?: Json, request: Partial<ArmRequest> = {}, headers: Record<string, string> = {}) {
  const body: Json | undefined = error === undefined ? undefined : { error };
  const answer = { status, headers: createHttpHeaders(headers), body, asError: () => new Error('not asked for') };
  return judgeAnswer(answer, { ...put, ...request });
}
const coded = (code: string, message = 'm', ...details: string[]): Json => ({
  code,
  message,
  details: details.map((each) => ({ code: each, message: '' })),
});

describe('who may', () => {
  test("the missing permission is Azure's word for it", () => {
    const message =
      "The client 'c' with object id 'c' does not have authorization to perform action 'Microsoft.Network/networkSecurityGroups/securityRules/write' over scope '/subscriptions/s'.";
    expect(judge(403, coded('AuthorizationFailed', message))).toMatchObject({
      kind: 'refused',
      status: 403,
      code: 'AuthorizationFailed',
      permission: 'Microsoft.Network/networkSecurityGroups/securityRules/write',
      hint: expect.stringContaining('Microsoft.Network/networkSecurityGroups/securityRules/write'),
    });
  });

  test.each([
    [coded('AuthorizationFailed', 'no'), 'AuthorizationFailed'],
    [undefined, '403'],
  ])('where Azure does not name it, it follows from the request (%j)', (error, code) => {
    const path = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm/start';
    expect(judge(403, error, { method: 'POST', path })).toMatchObject({
      code,
      permission: 'Microsoft.Compute/virtualMachines/start/action',
    });
  });

  test('a linked one is the one that is missing, not the one that is there', () => {
    const message =
      "The client 'c' with object id 'c' has permission to perform action 'Microsoft.Network/networkInterfaces/write' on scope '/subscriptions/s/nic'; however, it does not have permission to perform action(s) 'Microsoft.Network/networkSecurityGroups/join/action' on the linked scope(s) '/subscriptions/s/.../myNsg' (respectively) or the linked scope(s) are invalid.";
    const verdict = judge(403, coded('LinkedAuthorizationFailed', message));
    expect(verdict).toMatchObject({
      kind: 'refused',
      permission: 'Microsoft.Network/networkSecurityGroups/join/action',
      hint: expect.stringContaining('on myNsg'),
    });
  });

  test.each([
    [
      {
        code: 'RequestDisallowedByPolicy',
        message: 'x',
        additionalInfo: [{ type: 'PolicyViolation', info: { policyAssignmentDisplayName: 'No open ports' } }],
      },
      'No open ports',
    ],
    [
      coded(
        'RequestDisallowedByPolicy',
        `Resource 'r' was disallowed by policy. Policy identifiers: '[{"policyAssignment":{"name":"deny-ssh","id":"/x"}}]'.`,
      ),
      'deny-ssh',
    ],
    [coded('RequestDisallowedByPolicy', 'Resource was disallowed.'), 'Resource was disallowed'],
  ])('a policy is named: %j', (error, name) => {
    const verdict = judge(403, error);
    expect(verdict).toMatchObject({ kind: 'refused', because: expect.stringContaining(name) });
    expect(verdict).not.toHaveProperty('permission');
  });

  test('a lock is named', () => {
    const message = `The scope '${nsg}' cannot perform delete operation because following scope(s) are locked: '${nsg}'. Please remove the lock and try again.`;
    expect(judge(409, coded('ScopeLocked', message), { method: 'DELETE' })).toMatchObject({
      kind: 'refused',
      code: 'ScopeLocked',
      because: 'A lock on nsg forbids it.',
    });
  });
});

describe('what passes', () => {
  test.each([
    [429, coded('RetryableError', 'A retryable error occured.', 'RetryableErrorDueToAnotherOperation')],
    [400, coded('ReferencedResourceNotProvisioned')],
    [429, coded('RetryableError', 'm', 'ReferencedResourceNotProvisioned')],
    [409, coded('AnotherOperationInProgress', 'To retrieve status use uri: https://management.azure.com/o?t=SECRET')],
    [
      409,
      coded(
        'OperationNotAllowed',
        "Operation 'start' is not allowed on VM 'v' since another operation is in progress.",
      ),
    ],
    [
      409,
      coded(
        'Conflict',
        'Run command extension execution is in progress. Please wait for completion before invoking a run command.',
      ),
    ],
  ])('%s %j is busy, and worth another try', (status, error) => {
    const verdict = judge(status, error);
    expect(verdict).toMatchObject({ kind: 'busy', again: true });
    expect(JSON.stringify(verdict)).not.toContain('SECRET');
  });

  test.each([
    [coded('SubscriptionRequestsThrottled'), { 'retry-after': '6' }, 6000],
    [coded('OperationNotAllowed', 'too many requests', 'TooManyRequests'), {}, undefined],
    [undefined, {}, undefined],
  ])('too many requests: %j %j', (error, headers, afterMs) => {
    const verdict = judge(429, error, {}, headers);
    expect(verdict).toMatchObject({ kind: 'busy', again: true });
    expect('afterMs' in verdict ? verdict.afterMs : undefined).toBe(afterMs);
  });

  test.each([
    [409, coded('OperationPreempted')],
    [200, coded('Canceled', 'm', 'CanceledAndSupersededDueToAnotherOperation')],
    [409, coded('Conflict', 'Operation execution has been preempted by a more recent operation.')],
  ])('what was overtaken is not sent again at once: %s %j', (status, error) => {
    const { code, message, details } = error as unknown as { code: string; message: string; details: [] };
    expect(judgeFailure({ code, message, details, status }, put)).toMatchObject({ kind: 'busy', again: false });
  });

  test.each([
    [412, coded('PreconditionFailed')],
    [400, coded('SecurityRuleConflict', 'Rules cannot have the same Priority and Direction.')],
  ])('%s %j is outdated', (status, error) => {
    expect(judge(status, error)).toMatchObject({ kind: 'outdated' });
  });
});

test.each([
  ['AllocationFailed', 'AllocationFailed'],
  ['ZonalAllocationFailed', 'ZonalAllocationFailed'],
  ['OverconstrainedZonalAllocationRequest', 'ZonalAllocationFailed'],
  ['OverconstrainedAllocationRequest', 'OverconstrainedAllocationRequest'],
  ['SkuNotAvailable', 'SkuNotAvailable'],
  ['QuotaExceeded', 'QuotaExceeded'],
])('%s says what to do', (given, code) => {
  const failure = { code: given, message: 'm', details: [], status: 0 };
  expect(judgeFailure(failure, put)).toMatchObject({ kind: 'refused', code, hint: expect.stringMatching(/\w{4}/) });
});

test('a quota is also called OperationNotAllowed', () => {
  const message = 'Operation could not be completed as it results in exceeding approved Total Regional Cores quota.';
  expect(judge(409, coded('OperationNotAllowed', message))).toMatchObject({ kind: 'refused', code: 'QuotaExceeded' });
});

describe('what is not there', () => {
  test.each([
    ['PUT', 404, 'ParentResourceNotFound', 'refused'],
    ['POST', 404, 'ResourceNotFound', 'refused'],
    ['DELETE', 404, 'ResourceNotFound', 'done'],
    ['DELETE', 404, 'NotFound', 'done'],
    ['DELETE', 404, 'ParentResourceNotFound', 'done'],
    ['DELETE', 404, 'ResourceGroupNotFound', 'done'],
    ['DELETE', 204, '', 'done'],
    // Out of sight is not gone: the door may be open.
    ['DELETE', 404, 'SubscriptionNotFound', 'refused'],
    ['DELETE', 404, 'InvalidResourceType', 'refused'],
    ['DELETE', 404, '', 'refused'],
  ] as const)('%s %s %s is %s', (method, status, code, kind) => {
    expect(judge(status, coded(code), { method })).toMatchObject({ kind });
  });
});

test.each([
  [200, undefined, 'accepted'],
  [201, undefined, 'accepted'],
  [202, undefined, 'accepted'],
  [400, coded('SecurityRuleInvalidAddressPrefix'), 'refused'],
  [401, coded('ExpiredAuthenticationToken'), 'refused'],
  [409, coded('ReadOnlyDisabledSubscription'), 'refused'],
  [409, undefined, 'busy'],
  [409, coded('Conflict'), 'busy'],
  [409, coded('InUseNetworkSecurityGroupCannotBeDeleted'), 'refused'],
  [302, undefined, 'unclear'],
  [408, undefined, 'unclear'],
  [500, coded('InternalServerError'), 'unclear'],
  [503, undefined, 'unclear'],
  [504, coded('GatewayTimeout'), 'unclear'],
])('%s %j is %s', (status, error, kind) => {
  expect(judge(status, error)).toMatchObject({ kind });
});

test("Azure's words are cut, and an operation's address loses its signature", () => {
  const message = `${'x'.repeat(150)} https://management.azure.com/op?s=SECRET&t=1 ${'y'.repeat(999)}`;
  const verdict = judge(400, coded('Odd', message));
  expect(verdict).toMatchObject({ kind: 'refused', because: expect.not.stringContaining('SECRET') });
  expect('because' in verdict && verdict.because.length).toBeLessThan(300);
});
