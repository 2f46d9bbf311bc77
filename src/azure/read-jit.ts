import type { JitPolicy, Unreadable } from '../core/facts.ts';
import type { VmCandidate } from '../core/vm-name.ts';
import type { Clients } from './clients.ts';
import { jitPageSchema, normaliseJitPolicy } from './normalise/jit-policy.ts';
import { rawGet } from './raw-get.ts';
import type { Reader } from './reader.ts';
import { reads } from './reads.ts';
import { parseResourceId } from './resource-id.ts';
import { isRestError } from './rest-error.ts';
import { UnexpectedAnswer } from './unexpected-answer.ts';

export interface JitParts {
  readonly clients: Clients;
  readonly reader: Reader;
  /** Resource Manager, without a slash at the end. */
  readonly endpoint: string;
}

const apiVersion = '2020-01-01';
const mostPages = 50;

/** Microsoft Defender's just-in-time policies of the VM's subscription, as far as they are about the VM. */
export async function readJitPolicies(
  { id }: Pick<VmCandidate, 'id'>,
  { clients, reader, endpoint }: JitParts,
): Promise<readonly JitPolicy[] | Unreadable> {
  const result = await reader.read(reads.jitPolicies(), async ({ abortSignal: signal }) => {
    const subscriptionId = parseResourceId(id)?.subscriptionId;
    if (subscriptionId === undefined) throw new UnexpectedAnswer("the VM's id is none");
    const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Security/jitNetworkAccessPolicies`;
    const policies: JitPolicy[] = [];
    let url: string | undefined = `${endpoint}${path}?api-version=${apiVersion}`;
    for (let page = 0; url !== undefined; page += 1) {
      if (page === mostPages) throw new UnexpectedAnswer('the list has no end');
      // The token goes along: a link that leads elsewhere is not followed.
      if (new URL(url).origin !== new URL(endpoint).origin) throw new UnexpectedAnswer('it goes on at another host');
      const answer: unknown = await rawGet(clients, { url, subscriptionId, signal }).catch(noneWithoutDefender);
      const parsed = jitPageSchema.safeParse(answer);
      if (!parsed.success) throw new UnexpectedAnswer('it is no list');
      policies.push(...parsed.data.value.flatMap((each) => normaliseJitPolicy(each, id) ?? []));
      url = parsed.data.nextLink || undefined;
    }
    return policies;
  });
  return result.ok ? result.value : result.unreadable;
}

/**
 * A subscription that never used Defender has no policies, and may not even know the provider.
 * https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-register-resource-provider
 */
function noneWithoutDefender(error: unknown): unknown {
  const code = isRestError(error) ? (error.code ?? '') : '';
  if (/^(MissingSubscriptionRegistration|SubscriptionNotRegistered|NoRegisteredProviderFound)$/i.test(code))
    return { value: [] };
  throw error;
}
