import { plainJson } from '../core/text/plain-json.ts';
import { type Audited, auditFile } from './audit-file.ts';
import { formatEntries } from './format-entries.ts';
import { type AuditArguments, parseArguments, usage } from './parse-arguments.ts';
import { exitStatusOf, summaryOf } from './summary-of.ts';

export interface AuditCommandParts {
  readonly args: readonly string[];
  /** The text of a file, or of standard input for `-`; rejects where it cannot be read. */
  readText(path: string): Promise<string>;
  /** Audits the configured subscriptions; a text where that is not possible: what is wrong, with its line end. */
  live(port: number): Promise<Audited | string>;
  /** Resolves once it may be called again. */
  out(text: string): Promise<void>;
  err(text: string): void;
}

/** Runs `npm run audit`. @returns the exit status: 0 nothing is open or partly open, 2 something is, 1 it could not be told */
export async function runAuditCommand({ args, readText, live, out, err }: AuditCommandParts): Promise<0 | 1 | 2> {
  const asked = parseArguments(args);
  if (asked.kind === 'help') {
    await out(usage);
    return 0;
  }
  if (asked.kind === 'wrong') {
    err(`${asked.problem}\n\n${usage}`);
    return 1;
  }
  if (asked.from.kind === 'live') {
    const audited = await live(asked.port);
    return typeof audited === 'string' ? refuse(audited, err) : tell(audited, asked, { out, err });
  }
  const { path } = asked.from;
  const what = path === '-' ? 'Standard input' : path;
  const text = await readText(path).catch((error: NodeJS.ErrnoException) => error);
  if (typeof text !== 'string') {
    err(`${what} could not be read (${text.code ?? text.message}).\n`);
    return 1;
  }
  const parsed = parseJson(text);
  if (typeof parsed === 'string') {
    err(`${what} ${parsed}\n`);
    return 1;
  }
  const audited = await auditFile(parsed.value, asked.port);
  if (audited === undefined) {
    err(`${what} holds no network security group.\n`);
    return 1;
  }
  return tell(audited, asked, { out, err });
}

async function tell(
  { entries, machines, unread }: Audited,
  { format, all, port }: AuditArguments,
  { out, err }: Pick<AuditCommandParts, 'out' | 'err'>,
): Promise<0 | 1 | 2> {
  const summary = summaryOf(entries, machines, port);
  for (const piece of formatEntries(format, { summary, entries, machines, all })) await out(piece);
  for (const [at, { id, name, verdict, because }] of entries.entries()) {
    if (verdict === 'unknown') err(`${name || id || `Entry ${at + 1}`}: it could not be told. ${because ?? ''}\n`);
  }
  for (const sentence of unread) err(`${sentence}\n`);
  const status = exitStatusOf(summary, entries);
  return status === 0 && unread.length > 0 ? 1 : status;
}

function refuse(problem: string, err: AuditCommandParts['err']): 1 {
  err(problem);
  return 1;
}

/** @returns why it is none, as it follows the file's name */
function parseJson(text: string): { readonly value: unknown } | string {
  const json = text.trim();
  if (json === '') return 'is empty: give JSON, as `az network nsg list -o json` prints it.';
  try {
    return { value: JSON.parse(json) };
  } catch (error) {
    return parseTemplate(json) ?? `holds no JSON: ${(error as Error).message}.`;
  }
}

function parseTemplate(json: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(plainJson(json)) };
  } catch {
    return undefined;
  }
}
