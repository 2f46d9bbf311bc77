import { jitRequestsFromArm } from '../core/audit/arm/jit-requests-from-arm.ts';
import type { JitPolicy, JitRequest, Unreadable } from '../core/facts.ts';
import type { VmCandidate } from '../core/vm-name.ts';
import { errorIn } from './arm-answer.ts';
import type { ArmClient } from './arm-client.ts';
import { armUrl, mayFollow } from './arm-url.ts';
import { jitPageSchema, normaliseJitPolicy } from './normalise/jit-policy.ts';
import type { Reader } from './reader.ts';
import { reads } from './reads.ts';
import { parseResourceId } from './resource-id.ts';
import { UnexpectedAnswer } from './unexpected-answer.ts';

export interface JitParts {
  /** Of Defender no client of the SDK is here. */
  readonly arm: Pick<ArmClient, 'endpoint' | 'read'>;
  readonly reader: Reader;
}

const apiVersion = '2020-01-01';
const mostPages = 50;

/** Microsoft Defender's just-in-time policies of the VM's subscription, as far as they are about the VM. */
export async function readJitPolicies(
  { id }: Pick<VmCandidate, 'id'>,
  parts: JitParts,
): Promise<readonly JitPolicy[] | Unreadable> {
  return readJit(parseResourceId(id)?.subscriptionId, parts, (each) => normaliseJitPolicy(each, id) ?? []);
}

/** What was asked for by the policies of a subscription, long ago as well. */
export async function readJitRequests(
  subscriptionId: string,
  parts: JitParts,
): Promise<readonly JitRequest[] | Unreadable> {
  return readJit(subscriptionId, parts, jitRequestsFromArm);
}

async function readJit<T>(
  subscriptionId: string | undefined,
  { arm, reader }: JitParts,
  partsOf: (policy: unknown) => T | readonly T[],
): Promise<readonly T[] | Unreadable> {
  const result = await reader.read(reads.jitPolicies(), async ({ abortSignal }) => {
    if (subscriptionId === undefined) throw new UnexpectedAnswer("the VM's id is none");
    const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Security/jitNetworkAccessPolicies`;
    const found: T[] = [];
    let url: string | undefined = armUrl(arm.endpoint, path, apiVersion);
    for (let page = 0; url !== undefined; page += 1) {
      if (page === mostPages) throw new UnexpectedAnswer('the list has no end');
      // The token goes along: a link that leads elsewhere is not followed.
      if (!mayFollow(url, arm.endpoint)) throw new UnexpectedAnswer('it goes on at another host');
      const answer = await arm.read(url, abortSignal);
      if (withoutDefender.test(errorIn(answer.body).code)) return found;
      if (answer.status !== 200) throw answer.asError();
      const parsed = jitPageSchema.safeParse(answer.body);
      if (!parsed.success) throw new UnexpectedAnswer('it is no list');
      found.push(...parsed.data.value.flatMap(partsOf));
      url = parsed.data.nextLink || undefined;
    }
    return found;
  });
  return result.ok ? result.value : result.unreadable;
}

/**
 * A subscription that never used Defender has no policies, and may not even know the provider.
 * https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-register-resource-provider
 */
const withoutDefender = /^(MissingSubscriptionRegistration|SubscriptionNotRegistered|NoRegisteredProviderFound)$/i;
