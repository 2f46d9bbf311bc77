import { createHttpHeaders, createPipelineRequest, RestError } from '@azure/core-rest-pipeline';
import { describe, expect, test } from 'vitest';
import { asUnreadable } from '../../src/azure/as-unreadable.ts';
import { reads } from '../../src/azure/reads.ts';
import { SignInFailed } from '../../src/azure/sign-in-failed.ts';
import { toBotError } from '../../src/azure/to-bot-error.ts';
import { describeTrouble } from '../../src/azure/trouble.ts';
import { UnexpectedAnswer } from '../../src/azure/unexpected-answer.ts';

const read = reads.nsg('/x/myNSG');
const describeIt = (error: unknown) => describeTrouble(error, read, 10_000);

function refusal(statusCode: number, code: string, message: string, headers: Record<string, string> = {}) {
  const request = createPipelineRequest({ url: 'https://management.azure.com/' });
  const response = { status: statusCode, headers: createHttpHeaders(headers), request };
  return new RestError(message, { statusCode, code, request, response });
}

describe('a refusal', () => {
  const authorization =
    "The client 'c' with object id 'o' does not have authorization to perform action 'Microsoft.Network/other/action' over scope '/x'.";
  test.each([
    ['names the permission that Azure names', 'AuthorizationFailed', authorization, 'Microsoft.Network/other/action'],
    [
      'names our own where Azure names none',
      'AuthorizationFailed',
      'No.',
      'Microsoft.Network/networkSecurityGroups/read',
    ],
    ['a linked one as well', 'LinkedAuthorizationFailed', authorization, 'Microsoft.Network/other/action'],
  ])('%s', (_, code, message, permission) => {
    const trouble = describeIt(refusal(403, code, message));
    expect(trouble).toMatchObject({ reason: 'forbidden', permission, code });
    expect(asUnreadable(trouble, read)).toEqual({
      kind: 'unreadable',
      what: 'network security group myNSG',
      reason: 'forbidden',
      because: trouble.because,
      permission,
    });
  });

  test('by a policy has no permission that would help', () => {
    expect(describeIt(refusal(403, 'RequestDisallowedByPolicy', 'p'))).not.toHaveProperty('permission');
  });
});

test('an error without words is told by its code alone', () => {
  expect(describeIt(refusal(409, 'Conflict', '')).because).toMatch(/network security group myNSG \(Conflict\)\.$/);
});

describe('other trouble', () => {
  test.each([
    [refusal(401, 'ExpiredAuthenticationToken', 'm'), 'sign-in', 'azure-sign-in'],
    [refusal(404, 'ResourceNotFound', 'm'), 'not-found', 'azure-not-found'],
    [refusal(429, 'TooManyRequests', 'm'), 'throttled', 'azure-throttled'],
    [refusal(500, 'InternalServerError', 'm'), 'failed', 'azure-failed'],
    [refusal(409, 'Conflict', 'm'), 'failed', 'azure-failed'],
    [new RestError('no way', { code: 'ENOTFOUND' }), 'failed', 'azure-failed'],
    [new DOMException('over', 'TimeoutError'), 'timed-out', 'azure-timed-out'],
    [new DOMException('over', 'AbortError'), 'timed-out', 'azure-timed-out'],
    [new UnexpectedAnswer('odd'), 'failed', 'azure-failed'],
    [new SignInFailed({ timedOut: true }), 'sign-in', 'azure-sign-in'],
  ])('%s', (error, reason, code) => {
    const trouble = describeIt(error);
    expect(trouble).toMatchObject({ reason });
    expect(trouble).not.toHaveProperty('unforeseen');
    expect(toBotError(trouble, error)).toMatchObject({
      code,
      cause: error,
      message: trouble.because,
      hint: trouble.hint,
    });
  });

  test.each([new TypeError('x is undefined'), 'a text', undefined])('nobody foresaw %s', (error) => {
    expect(describeIt(error)).toMatchObject({ reason: 'failed', unforeseen: true });
  });

  test.each([
    [{ 'retry-after': '17' }, '17 seconds'],
    [{ 'retry-after-ms': '1' }, '1 second'],
    [{ 'x-ms-retry-after-ms': '5100' }, '6 seconds'],
    [{ date: 'Mon, 23 Nov 2026 00:00:00 GMT', 'retry-after': 'Mon, 23 Nov 2026 00:00:09 GMT' }, '9 seconds'],
    [{ 'x-ms-user-quota-resets-after': '00:00:05' }, '5 seconds'],
    [{ 'retry-after': 'soon' }, 'a minute'],
    [{}, 'a minute'],
  ])('throttled with %j, try again in %s', (headers, wait) => {
    expect(describeIt(refusal(429, 'x', 'm', headers)).hint).toContain(wait);
  });

  test("Azure's own words are cut to one line", () => {
    const { because } = describeIt(refusal(400, 'BadRequest', `a\n\tb ${'x'.repeat(10_000)}`));
    expect(because.length).toBeLessThan(400);
    expect(because).toContain('a b');
  });
});

describe('a sign-in', () => {
  const caused = (message: string) =>
    describeIt(new SignInFailed({ timedOut: false, cause: new Error('outer', { cause: new Error(message) }) }));
  test.each([
    ['AADSTS7000215: Invalid client secret', /AZURE_CLIENT_SECRET/],
    ['AADSTS7000222: keys are expired', /new secret/],
    ['AADSTS700016: not found in the directory', /AZURE_CLIENT_ID/],
    ['AADSTS90002: Tenant not found', /AZURE_TENANT_ID/],
    ['AADSTS700213: no matching subject', /subject/],
  ])('that fails with %s has its mend', (message, mend) => {
    expect(caused(message).hint).toMatch(mend);
  });

  test('that fails otherwise does not repeat what Microsoft says', () => {
    expect(caused('AADSTS12345: Trace ID 99').because).not.toContain('Trace');
    expect(caused('AADSTS12345: Trace ID 99').because).toContain('AADSTS12345');
  });
});
