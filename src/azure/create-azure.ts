import type { TokenCredential } from '@azure/identity';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { realWait, type Wait } from '../wait.ts';
import { createArmClient } from './arm-client.ts';
import type { Azure } from './azure.ts';
import { createClients } from './clients.ts';
import { makeCredential } from './credentials.ts';
import { findVms } from './find-vms.ts';
import { createGraph } from './graph.ts';
import { openInventory } from './inventory/open-inventory.ts';
import { askOnce } from './inventory/patient-client.ts';
import { readOne } from './inventory/read-one.ts';
import { createNetworkReads } from './network-reads.ts';
import { readFacts } from './read-facts.ts';
import { readJitPolicies } from './read-jit.ts';
import { readLastChange } from './read-last-change.ts';
import { readNetworksBehind } from './read-networks-behind.ts';
import { createReader } from './reader.ts';
import type { Read } from './reads.ts';
import { runScript } from './run-script.ts';
import { sharedToken } from './shared-token.ts';
import { createWrites } from './writes/create-writes.ts';

export interface AzureParts {
  readonly config: Config['azure'];
  /** Takes the place of the one that the configuration describes. */
  readonly credential?: TokenCredential;
  readonly clock: Clock;
  readonly log: Logger;
  /** How the pauses between retries and polls are spent; real time unless given. */
  readonly wait?: Wait;
  /** Between two polls of a change, where Azure does not say; 2 s unless given, as the SDK does it. */
  readonly pollMs?: number;
}

/** Azure behind the SDK's clients. Nothing is loaded or asked before the first call. */
export interface ConnectedAzure extends Azure {
  /** Loads the SDK and signs in, so that the first person who asks does not wait for it. Never rejects. */
  warmUp(): Promise<void>;
}

const usualPollMs = 2000;
/** A page of an audit has a thousand resources. */
const pageTimeoutMs = 60_000;

export function createAzure(parts: AzureParts): ConnectedAzure {
  const { config, credential, clock, log, wait = realWait, pollMs = usualPollMs } = parts;
  const token = sharedToken(() => credential ?? makeCredential(config, clock));
  const clients = createClients(config, token, wait);
  const reader = createReader({ clock, timeoutMs: config.requestTimeoutMs, log });
  const graph = createGraph(clients, reader, config.subscriptions);
  const arm = createArmClient(config, token, wait);
  const { subscriptions } = config;
  const writes = createWrites({ arm, clients, clock, graph, log, pollMs, reader, subscriptions, wait });
  return {
    writes,
    runScript: (vm, script) => runScript(vm, script, { writes, clock, wait }),
    findVms: (name) => findVms(name, graph, config.subscriptions),
    readFacts: (vm) => readFacts(vm, clients, reader),
    async readFactsForChange(vm) {
      const [facts, jit] = await Promise.all([readFacts(vm, clients, reader), readJitPolicies(vm, { arm, reader })]);
      return { ...facts, jit };
    },
    async readNsg(id) {
      const read = await createNetworkReads(clients, reader).nsg(id);
      return read.ok ? read.value : read.unreadable;
    },
    async readNsgForChange(id) {
      const network = createNetworkReads(clients, reader);
      const read = await network.nsgFacts(id);
      if (!read.ok) throw read.asError();
      const timeoutMs = config.requestTimeoutMs;
      const ask = (what: Read, url: string) => askOnce(what, (signal) => arm.read(url, signal), { reader, timeoutMs });
      const behind = await readNetworksBehind(read.value, {
        get: (each) => readOne(each, arm.endpoint, ask),
        async adminRules(networkId) {
          const rules = await network.adminRules(networkId);
          return rules.ok ? rules.value : rules.unreadable;
        },
      });
      return { ...read.value, ...behind };
    },
    lastChange: (nsgId) => readLastChange(nsgId, { arm, reader, clock }),
    inventory(before = []) {
      const timeoutMs = Math.max(pageTimeoutMs, config.requestTimeoutMs);
      const patient = createReader({ clock, timeoutMs, log });
      return openInventory({ arm, clients, log, reader: patient, timeoutMs, wait, subscriptions, before });
    },
    async warmUp() {
      const signedIn = await reader.read({ what: 'token', permission: '' }, async ({ abortSignal }) => {
        await token.getToken(config.cloud.scope, { abortSignal });
      });
      if (!signedIn.ok) log.warn({ err: signedIn.asError() }, 'Azure does not let the bot in yet');
      await Promise.all([clients.load(), arm.load()]);
    },
  };
}
