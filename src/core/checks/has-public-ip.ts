import { type Endpoint, type Endpoints, endpointsOf, familyOf } from '../endpoints.ts';
import type { Unreadable } from '../facts.ts';
import { code, inert } from '../text/escape.ts';
import { isPrivateCaller } from '../text/parse-caller.ts';
import { associateAddress } from './associate-address.ts';
import type { Check, CheckInput, Outcome } from './check.ts';
import { listWords, unknownOutcome } from './sentences.ts';
import type { Target } from './target.ts';
import { targetOf } from './target-of.ts';
import { unassignedAddress } from './unassigned-address.ts';

export const hasPublicIp: Check = {
  id: 'has-public-ip',
  title: 'The VM has a public address',
  evaluate(input) {
    const { facts, from, port } = input;
    const target = targetOf(facts, from, port);
    if (isPrivateCaller(from) && target !== undefined) return fromInside(input, target);
    const endpoints = endpointsOf(facts, port);
    const endpoint = target?.endpoint ?? endpoints.usable[0];
    if (facts.nics.length === 0) return noInterface;
    if (endpoint === undefined) return without(input, endpoints);
    if (endpoint.family !== familyOf(from)) return otherFamily(input, endpoints, endpoint);
    return reachedBy(endpoint, port);
  },
};

const noInterface: Outcome = {
  status: 'fail',
  summary: 'The VM has no network interface',
  because: 'Without one nothing reaches it, from wherever you come.',
  todo: 'Deallocate the VM, attach a network interface with an address, and start it.',
};

/** From private address space people connect to the private address; public ones do not matter to them. */
function fromInside({ facts, from, port }: CheckInput, target: Target): Outcome {
  const family = familyOf(from);
  const { privateAddress, version } = target.ipConfiguration;
  if (version !== family) {
    return {
      status: 'fail',
      summary: `It has no private ${family} address`,
      because: `You come from ${code(from)}; inside its network the VM is reached over ${version} only.`,
      todo: `Give your ${version} address with ${code('from')}.`,
    };
  }
  const { usable, unreadable } = endpointsOf(facts, port);
  const [endpoint] = usable;
  if (endpoint !== undefined) return reachedBy(endpoint, port);
  return {
    status: 'warn',
    summary: unreadable.length === 0 ? 'It has no public address' : 'Its public address could not be read',
    because: `From ${code(from)} you connect to its private one${privateAddress === undefined ? '' : `, ${code(privateAddress)}`}.`,
    todo: 'Connect through your VPN or peered network.',
  };
}

function reachedBy(endpoint: Endpoint, port: number): Outcome {
  const { via, address, name } = endpoint;
  if (via === 'public-ip') return { status: 'pass', summary: `Its public address is ${code(address)} (${code(name)})` };
  const summary = `Port ${endpoint.port} of ${code(address)} leads to its port ${port}`;
  const because = `Rule ${code(name)} of load balancer ${code(endpoint.loadBalancer ?? '')} forwards it.`;
  if (via === 'nat-rule') return { status: 'pass', summary, because };
  return {
    status: 'warn',
    summary: `${summary}, unless it leads to another VM`,
    because: `${because} A load-balancing rule picks one of its VMs for each connection.`,
    todo: 'Compare the host name after you have logged in, or use an inbound NAT rule for this VM.',
  };
}

function without(input: CheckInput, endpoints: Endpoints): Outcome {
  const { facts, port } = input;
  const [unreadable, ...more] = endpoints.unreadable;
  const [unassigned] = endpoints.unassigned;
  if (unassigned !== undefined) return unassignedAddress(facts, unassigned);
  if (unreadable !== undefined) return unread(unreadable, more);
  const others = facts.forwards.flatMap((forward) =>
    (forward.kind === 'unreadable' || forward.frontendAddress) && forward.backendPort
      ? [String(forward.backendPort)]
      : [],
  );
  const summary = `No public address leads to port ${port} of the VM`;
  const meant = facts.forwards.find((each) => each.kind !== 'unreadable' && each.frontendPort === port);
  if (meant?.kind === 'nat-rule' && meant.frontendAddress !== undefined) {
    return {
      status: 'fail',
      summary,
      because: `Port ${port} of ${code(meant.frontendAddress)} is the load balancer's: it leads to port ${meant.backendPort} of the VM.`,
      todo: `Give the port inside the VM: ${code(`port ${meant.backendPort}`)}.`,
    };
  }
  return {
    status: 'fail',
    summary,
    because: withoutWords([...new Set(others)], facts.forwards.length > 0),
    todo: 'Associate a public IP, or connect through Azure Bastion or a VPN.',
    ...associateAddress(input),
  };
}

/** @param others ports that load balancers forward to from public addresses */
function withoutWords(others: readonly string[], isBalanced: boolean): string {
  if (others.length > 0) {
    return `It has no public IP, and its load balancer forwards to other ports only: ${listWords(others)}.`;
  }
  if (isBalanced) return 'It has no public IP, and its load balancer has no public address either.';
  return 'No ipConfiguration of it has a public IP, and no load balancer forwards to it.';
}

function unread(unreadable: Unreadable, more: readonly Unreadable[]): Outcome {
  const what = `the ${inert(unreadable.what)}${more.length === 0 ? '' : ` (and ${more.length} more)`}`;
  // A rule of a load balancer was read, and does not tell.
  const why = unreadable.backendPort === undefined ? `${what} could not be read` : `it hangs on ${what}`;
  return unknownOutcome(`Whether it has a public address is not known: ${why}`, unreadable);
}

function otherFamily(input: CheckInput, { unreadable, unassigned }: Endpoints, endpoint: Endpoint): Outcome {
  const family = familyOf(input.from);
  if (unreadable[0] !== undefined) return unread(unreadable[0], unreadable.slice(1));
  const own = unassigned.find((each) => each.family === family);
  if (own !== undefined) return unassignedAddress(input.facts, own);
  return {
    status: 'fail',
    summary: `It has no public ${family} address`,
    because: `You come from ${code(input.from)}; the VM is reached at ${code(endpoint.address)} only.`,
    todo: `Give your ${endpoint.family} address with ${code('from')}, or associate an ${family} address.`,
    ...associateAddress(input),
  };
}
