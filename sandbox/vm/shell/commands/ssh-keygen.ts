import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import ssh2 from 'ssh2';
import type { KeyType, OpenSshKey } from '../../../keys/open-ssh-key.ts';
import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';

const names: Readonly<Record<string, string>> = {
  'ssh-ed25519': 'ED25519',
  'ssh-rsa': 'RSA',
  'ecdsa-sha2-nistp256': 'ECDSA',
  'ecdsa-sha2-nistp384': 'ECDSA',
  'ecdsa-sha2-nistp521': 'ECDSA',
};

/** ssh-keygen: fingerprints as OpenSSH writes them (-l), public halves (-y), new keys (-A, -t). */
export const sshKeygenCommands: readonly GuestCommand[] = [{ name: 'ssh-keygen', run }];

async function run(args: readonly string[], context: CommandContext): Promise<Output> {
  const options = readOptions(args);
  if (options === undefined) return fail('ssh-keygen: unknown option', 1);
  if (options.flags.has('A')) return makeHostKeys(options.values.get('f') ?? '', context);
  if (options.flags.has('y')) return printPublicKey(options.values.get('f'), context);
  if (options.flags.has('l')) return printFingerprints(options, context);
  if (options.values.has('t')) return makeOneKey(options, context);
  return fail('ssh-keygen: of its options, -l, -y, -A and -t work on this machine');
}

type Options = NonNullable<ReturnType<typeof readOptions>>;

async function printFingerprints(options: Options, context: CommandContext): Promise<Output> {
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
    const content = await readText(path, context);
    if (!content.includes('PRIVATE KEY')) return { content };
    // Of a private key, ssh-keygen reads the .pub beside it; without one, the public half that is in the file itself.
    return { content: await readText(`${path}.pub`, context).catch(() => publicHalf(content) ?? '') };
  } catch (error) {
    const denied = (error as Error).message.startsWith('EACCES');
    return fail(`ssh-keygen: ${file}: ${denied ? 'Permission denied' : 'No such file or directory'}`, 255);
  }
}

async function readText(path: string, { kernel, account }: CommandContext): Promise<string> {
  return Buffer.from(await kernel.read(account, path)).toString('utf8');
}

function publicHalf(privateKey: string): string | undefined {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) return undefined;
  return `${key.type} ${key.getPublicSSH().toString('base64')} ${key.comment}`.trimEnd();
}

async function printPublicKey(file: string | undefined, context: CommandContext): Promise<Output> {
  if (file === undefined) return fail('Enter file in which the key is: ssh-keygen: no terminal to ask at');
  try {
    const line = publicHalf(await readText(posix.resolve(context.cwd, file), context));
    return line === undefined ? fail(`Load key "${file}": error in libcrypto`, 255) : ok(`${line}\n`);
  } catch {
    return fail(`${file}: No such file or directory`, 255);
  }
}

const hostKeyTypes: readonly KeyType[] = ['rsa', 'ecdsa', 'ed25519'];

/** Makes the host keys that are missing. @param prefix a folder that stands for / */
async function makeHostKeys(prefix: string, context: CommandContext): Promise<Output> {
  const { kernel, account } = context;
  const comment = `${account.name}@${(await kernel.facts()).hostName}`;
  const made: string[] = [];
  try {
    for (const type of hostKeyTypes) {
      const path = `${prefix}/etc/ssh/ssh_host_${type}_key`;
      if (await kernel.exists(account, path)) continue;
      await writeKey(path, await kernel.makeKey(type, comment), context);
      made.push(type.toUpperCase());
    }
  } catch {
    return fail(`Could not save your private key in ${prefix}/etc/ssh: Permission denied`);
  }
  return ok(made.length === 0 ? '' : `ssh-keygen: generating new host keys: ${made.join(' ')} \n`);
}

async function makeOneKey({ values, flags }: Options, context: CommandContext): Promise<Output> {
  const { kernel, account, cwd } = context;
  const type = hostKeyTypes.find((each) => each === values.get('t'));
  if (type === undefined) return fail(`unknown key type ${values.get('t')}`, 255);
  const path = posix.resolve(cwd, values.get('f') ?? `${account.home}/.ssh/id_${type}`);
  // Whether to write over it is asked at a terminal, and there is none to say yes.
  if (await kernel.exists(account, path)) return { stdout: `${path} already exists.\nOverwrite (y/n)? `, status: 1 };
  const comment = values.get('C') ?? `${account.name}@${(await kernel.facts()).hostName}`;
  const key = await kernel.makeKey(type, comment);
  try {
    await writeKey(path, key, context);
  } catch {
    return fail(`Saving key "${path}" failed: Permission denied`);
  }
  if (flags.has('q')) return ok('');
  const print = describe(key.publicKeyLine, 'sha256')?.split(' ')[1];
  return ok(
    `Generating public/private ${type} key pair.\nYour identification has been saved in ${path}\nYour public key has been saved in ${path}.pub\nThe key fingerprint is:\n${print} ${comment}\n`,
  );
}

async function writeKey(path: string, key: OpenSshKey, { kernel, account }: CommandContext): Promise<void> {
  await kernel.write(account, path, Buffer.from(key.privateKeyOpenSsh), 'replace');
  await kernel.changeMode(account, path, 0o600);
  await kernel.write(account, `${path}.pub`, Buffer.from(`${key.publicKeyLine}\n`), 'replace');
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
