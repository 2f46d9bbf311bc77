import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { type CommandContext, fail, type GuestCommand, type Output } from '../command.ts';

const names: Readonly<Record<string, string>> = {
  'ssh-ed25519': 'ED25519',
  'ssh-rsa': 'RSA',
  'ecdsa-sha2-nistp256': 'ECDSA',
  'ecdsa-sha2-nistp384': 'ECDSA',
  'ecdsa-sha2-nistp521': 'ECDSA',
};

/** ssh-keygen -l: fingerprints as OpenSSH writes them. */
export const sshKeygenCommands: readonly GuestCommand[] = [{ name: 'ssh-keygen', run }];

async function run(args: readonly string[], context: CommandContext): Promise<Output> {
  const options = readOptions(args);
  if (options === undefined || !options.flags.has('l'))
    return fail('ssh-keygen: only -l [-E sha256|md5] -f FILE works on this machine');
  const hash = (options.values.get('E') ?? 'sha256').toLowerCase();
  if (hash !== 'sha256' && hash !== 'md5') return fail(`Invalid hash algorithm "${hash}"`, 255);
  const file = options.values.get('f') ?? `${context.account.home}/.ssh/id_ed25519`;
  const text = await readKeys(file, context);
  if ('status' in text) return text;
  const lines = text.content.split('\n').flatMap((line) => describe(line, hash) ?? []);
  if (lines.length === 0) return fail(`${file === '-' ? '(stdin)' : file} is not a public key file.`, 255);
  return { stdout: `${lines.join('\n')}\n`, status: 0 };
}

async function readKeys(file: string, context: CommandContext): Promise<{ content: string } | Output> {
  if (file === '-') return { content: Buffer.from(context.stdin).toString('utf8') };
  const path = posix.resolve(context.cwd, file);
  try {
    const content = Buffer.from(await context.kernel.read(context.account, path)).toString('utf8');
    if (!content.includes('PRIVATE KEY')) return { content };
    // Of a private key, ssh-keygen reads the .pub beside it.
    return { content: Buffer.from(await context.kernel.read(context.account, `${path}.pub`)).toString('utf8') };
  } catch (error) {
    const denied = (error as Error).message.startsWith('EACCES');
    return fail(`ssh-keygen: ${file}: ${denied ? 'Permission denied' : 'No such file or directory'}`, 255);
  }
}

/** `256 SHA256:... comment (ED25519)` of a line of a .pub, authorized_keys or known_hosts file. */
function describe(line: string, hash: 'sha256' | 'md5'): string | undefined {
  const match = /(?:^|\s)(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp\d+)\s+([A-Za-z0-9+/]+=*)(?:\s+(.*\S))?\s*$/.exec(line);
  const [, type = '', base64 = '', comment = 'no comment'] = match ?? [];
  if (match === null || line.trimStart().startsWith('#')) return undefined;
  const blob = Buffer.from(base64, 'base64');
  const digest = createHash(hash).update(blob);
  const print =
    hash === 'sha256'
      ? `SHA256:${digest.digest('base64').replace(/=+$/, '')}`
      : `MD5:${digest.digest('hex').match(/../g)?.join(':')}`;
  return `${bitsOf(type, blob)} ${print} ${comment} (${names[type]})`;
}

function bitsOf(type: string, blob: Buffer): number {
  if (type !== 'ssh-rsa') return type === 'ssh-ed25519' ? 256 : Number(type.slice(-3));
  const exponentAt = 4 + blob.readUInt32BE(0);
  const modulusAt = exponentAt + 4 + blob.readUInt32BE(exponentAt);
  const modulus = blob
    .subarray(modulusAt + 4)
    .toString('hex')
    .replace(/^(00)+/, '');
  return modulus.length * 4 - (Math.clz32(Number.parseInt(modulus.slice(0, 2), 16)) - 24);
}

function readOptions(args: readonly string[]) {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  for (let index = 0; index < args.length; index += 1) {
    const letters = /^-(\w+)$/.exec(args[index] ?? '')?.[1];
    if (letters === undefined) return undefined;
    for (let at = 0; at < letters.length; at += 1) {
      const letter = letters[at] ?? '';
      if (!'fEtbCN'.includes(letter)) flags.add(letter);
      else {
        const attached = letters.slice(at + 1);
        if (attached === '') index += 1;
        values.set(letter, attached === '' ? (args[index] ?? '') : attached);
        break;
      }
    }
  }
  return { flags, values };
}
