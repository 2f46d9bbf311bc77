import { Secret } from '../secret.ts';
import type { Problem } from './problem.ts';
import type { ConfigFile } from './schema.ts';

/** Where the bot's memory is: a file, or PostgreSQL where there is more than one replica. */
export type StoreConfig =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: Secret };

const mend =
  'Set it to postgres://user:password@host:5432/database, with special characters of the password as %XX; or unset it, and store.path is used.';

/** `DATABASE_URL` wins. What is wrong with it is said without repeating any of it: it holds a password. */
export function pickStore(file: ConfigFile['store'], databaseUrl: string | undefined): StoreConfig | Problem[] {
  if (databaseUrl === undefined) return { kind: 'sqlite', path: file.path };
  const problem = wrongWith(databaseUrl);
  return problem === undefined
    ? { kind: 'postgres', url: new Secret(databaseUrl) }
    : [{ where: 'DATABASE_URL', problem, mend }];
}

function wrongWith(text: string): string | undefined {
  if (!/^postgres(?:ql)?:\/\//i.test(text)) return 'does not begin with postgres://';
  if (!URL.canParse(text)) return 'is not an address that can be read';
  const { username, password, hostname, pathname, searchParams } = new URL(text);
  if (![username, password, pathname].every(isDecodable)) return 'has a % that is not followed by two digits';
  // A socket's folder stands in the query: postgres:///database?host=/run/postgresql
  if (hostname === '' && !searchParams.has('host')) return 'names no host';
  if (pathname.length < 2) return 'names no database';
  return undefined;
}

function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}
