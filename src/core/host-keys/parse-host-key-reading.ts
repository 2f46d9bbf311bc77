import { parseSshPublicKey } from '../ssh-public-key.ts';
import { fingerprintOf, type HostKey } from './host-key.ts';
import { articleFile } from './host-key-script.ts';
import { holds } from './judge-host-key.ts';
import { hostKeyTypes, orderKeys } from './order-keys.ts';

/** The host keys of a machine as its own root tells them through Azure. */
export interface HostKeyReading {
  readonly kind: 'read';
  /** Different ones, at least one, of the types that are pinned here, in the order in which clients pick them. */
  readonly keys: readonly HostKey[];
  readonly leftAside: readonly LeftAside[];
  /** `usual-files`: sshd did not say which keys it serves, so that these are what stands where they usually are. */
  readonly toldBy: 'sshd' | 'usual-files';
  readonly article: ArticleLine;
}

/** Something in the place of a host key that is not pinned. */
interface LeftAside {
  readonly path: string;
  readonly why: 'certificate' | 'unknown type' | 'no public key' | 'not found';
}

/** What the article's own command printed, held against what is computed here. Fingerprints: `SHA256:...` */
export type ArticleLine =
  | { readonly kind: 'agrees'; readonly fingerprint: string }
  /** It is not the fingerprint of the key in that very file: one of the two was made up, or changed in between. */
  | { readonly kind: 'disagrees'; readonly fingerprint: string; readonly computed: string }
  /** The file is there, but sshd serves no such key: who compares with it compares with the wrong one. */
  | { readonly kind: 'not served'; readonly fingerprint: string }
  /** The machine has no such file, or no such program. */
  | { readonly kind: 'none' };

export interface NoReading {
  readonly kind: 'refused';
  readonly problem: string;
  readonly hint: string;
}

const line =
  /^(?:from (?<from>sshd|usual-files)|key (?<type>[!-~]{1,100}) (?<blob>[!-~]{1,16000}) (?<path>\/.{1,500})|unread (?<unread>\/.{1,500}|none\.pub)|article ?(?<article>[!-~]{0,200}))$/u;
/** More than any sshd is configured for. */
const mostLines = 40;

/** @param output what `hostKeyScript` printed, and nothing else; it comes from the machine, so everything may stand in it */
export function parseHostKeyReading(output: string): HostKeyReading | NoReading {
  const lines = output.replace(/\n$/, '').split('\n');
  const parsed = lines.slice(0, mostLines + 1).map((each) => line.exec(each)?.groups);
  const groups = parsed.filter((each) => each !== undefined);
  const [origin, article] = [only(groups, 'from'), only(groups, 'article')];
  if (groups.length < lines.length || lines.length > mostLines || origin === undefined || article === undefined)
    return notOurs;
  const found = groups.flatMap((each) => foundIn(each) ?? []);
  const keyAt = found.flatMap((each) => ('key' in each ? [each] : []));
  const keys = keyAt.map(({ key }) => key).filter((key, at, all) => !holds(all.slice(0, at), key));
  const leftAside = found.flatMap((each) => ('why' in each ? [each] : []));
  if (keys.length === 0) return withoutKeys(leftAside);
  const toldBy = origin === 'sshd' ? 'sshd' : 'usual-files';
  return { kind: 'read', keys: orderKeys(keys), leftAside, toldBy, article: articleLine(article, keyAt) };
}

type Groups = Readonly<Record<string, string | undefined>>;
type KeyAt = { readonly path: string; readonly key: HostKey };

/** What stands in the one line that has it; undefined when there is none, or more than one. */
function only(groups: readonly Groups[], name: string): string | undefined {
  const [value, ...others] = groups.flatMap((each) => each[name] ?? []);
  return others.length === 0 ? value : undefined;
}

function foundIn({ type, blob, path, unread }: Groups): KeyAt | LeftAside | undefined {
  if (unread !== undefined) return { path: unread, why: 'not found' };
  if (type === undefined || blob === undefined || path === undefined) return undefined;
  if (/-cert-v\d\d@openssh\.com$/.test(type)) return { path, why: 'certificate' };
  const key = parseSshPublicKey(`${type} ${blob}`);
  if (key === undefined) return { path, why: 'no public key' };
  if (!hostKeyTypes.includes(type)) return { path, why: 'unknown type' };
  return { path, key: { type: key.type, base64: key.base64 } };
}

function articleLine(printed: string, keyAt: readonly KeyAt[]): ArticleLine {
  if (printed === '') return { kind: 'none' };
  const own = keyAt.find(({ path }) => path === articleFile);
  const computed = own === undefined ? undefined : fingerprintOf(own.key);
  if (computed === printed) return { kind: 'agrees', fingerprint: printed };
  if (computed !== undefined) return { kind: 'disagrees', fingerprint: printed, computed };
  const isServed = keyAt.some(({ key }) => fingerprintOf(key) === printed);
  return { kind: isServed ? 'agrees' : 'not served', fingerprint: printed };
}

const notOurs: NoReading = {
  kind: 'refused',
  problem: 'What came back from the VM is not what the script prints, so nothing is taken from it.',
  hint: 'Ask again; if it stays so, run the command on the VM yourself and look what its shell adds to the output.',
};

function withoutKeys(leftAside: readonly LeftAside[]): NoReading {
  const hint = 'Make host keys on the VM with `ssh-keygen -A`, restart its SSH server, and ask again.';
  if (leftAside.length === 0) return { kind: 'refused', problem: 'The VM has no host keys.', hint };
  const files =
    leftAside.length === 1 ? 'The one host key of the VM' : `None of the VM's ${leftAside.length} host keys`;
  const problem =
    leftAside.length === 1
      ? `${files} cannot be used: it is ${whyWords(leftAside)}.`
      : `${files} can be used: ${whyWords(leftAside)}.`;
  return { kind: 'refused', problem, hint };
}

function whyWords(leftAside: readonly LeftAside[]): string {
  const words = {
    certificate: 'a certificate',
    'unknown type': 'of a type that is not known here',
    'no public key': 'no public key',
    'not found': 'not found',
  };
  return [...new Set(leftAside.map(({ why }) => words[why]))].join(', ');
}
