import net from 'node:net';
import ssh2, { type Client } from 'ssh2';
import type { SshTarget } from './ssh-target.ts';

/** As little as anybody can get by with: no proof of whom one talks to, no limits, nothing kept, nothing told. */
export function connectBare({ server, privateKey }: SshTarget): Promise<Client> {
  const sock = net.connect(server.port, server.address).setNoDelay(true);
  const client = new ssh2.Client();
  return new Promise((resolve, reject) => {
    client.once('ready', () => resolve(client)).once('error', reject);
    client.connect({ sock, username: server.user, privateKey, authHandler: ['publickey'] });
  });
}

export function runBare(client: Client, command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      channel.on('close', (status: number) => resolve(status));
      channel.resume();
      channel.stderr.resume();
    });
  });
}
