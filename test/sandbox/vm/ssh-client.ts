import { duplexPair } from 'node:stream';
import ssh2, { type Client, type ConnectConfig } from 'ssh2';
import { derivedUserKey } from '../../../sandbox/keys/derive-key.ts';
import type { Fleet } from '../../../sandbox/vm/fleet.ts';

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: string | undefined;
}

export const asAzureuser: ConnectConfig = {
  username: 'azureuser',
  privateKey: derivedUserKey('azureuser').privateKeyOpenSsh,
};

/** Logs in to a guest without a network. Rejects with ssh2's error when the guest does not let it. */
export function logIn(fleet: Fleet, vmId: string, config: ConnectConfig = asAzureuser): Promise<Client> {
  const [here, there] = duplexPair();
  if (fleet.connect(vmId, 22, there, '203.0.113.7') === 'refused') return Promise.reject(new Error('refused'));
  return ready({ ...config, sock: here });
}

export function ready(config: ConnectConfig): Promise<Client> {
  const client = new ssh2.Client();
  return new Promise((resolve, reject) => {
    client.on('ready', () => resolve(client)).on('error', reject);
    client.connect({ readyTimeout: 10_000, ...config });
  });
}

export function run(client: Client, command: string, input = ''): Promise<Ran> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      let [stdout, stderr] = ['', ''];
      let [code, signal]: [number | null, string | undefined] = [null, undefined];
      channel.on('data', (chunk: Buffer) => {
        stdout += chunk;
      });
      channel.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk;
      });
      channel.on('exit', (status: number | null, name?: string) => {
        [code, signal] = [status, name];
      });
      channel.on('close', () => resolve({ stdout, stderr, code, signal }));
      channel.end(input);
    });
  });
}
