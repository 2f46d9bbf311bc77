import { type NsgEntry, nsgEntry } from '../core/audit/nsg-entry.ts';
import { nsgsIn } from '../core/audit/nsgs-in.ts';
import { usualThresholds } from '../core/net/exposure.ts';
import { formatEntries } from './format-entries.ts';
import { parseArguments, usage } from './parse-arguments.ts';
import { exitStatusOf, summaryOf } from './summary-of.ts';

export interface AuditCommandParts {
  readonly args: readonly string[];
  /** The text of a file, or of standard input for `-`; rejects where it cannot be read. */
  readText(path: string): Promise<string>;
  /** Resolves once it may be called again. */
  out(text: string): Promise<void>;
  err(text: string): void;
}

/** Runs `npm run audit`. @returns the exit status: 0 nothing is open or partly open, 2 something is, 1 it could not be told */
export async function runAuditCommand({ args, readText, out, err }: AuditCommandParts): Promise<0 | 1 | 2> {
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
    err('--live is not there yet: export the groups with `az network nsg list -o json` and give them as a file.\n');
    return 1;
  }
  const { path } = asked.from;
  const what = path === '-' ? 'Standard input' : path;
  const text = await readText(path).catch((error: NodeJS.ErrnoException) => error);
  if (typeof text !== 'string') {
    err(`${what} could not be read (${text.code ?? text.message}).\n`);
    return 1;
  }
  const entries = entriesIn(text, asked.port);
  if (typeof entries === 'string') {
    err(`${what} ${entries}\n`);
    return 1;
  }
  const summary = summaryOf(entries, asked.port);
  for (const piece of formatEntries(asked.format, { summary, entries, all: asked.all })) await out(piece);
  for (const { id, name, verdict, because } of entries) {
    if (verdict === 'unknown') err(`${name || id || 'One entry'}: it could not be told. ${because ?? ''}\n`);
  }
  return exitStatusOf(summary);
}

/** @returns why there are none, as it follows the file's name */
function entriesIn(text: string, port: number): NsgEntry[] | string {
  const json = text.replace(/^\uFEFF/, '').trim();
  if (json === '') return 'is empty: give JSON, as `az network nsg list -o json` prints it.';
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (error) {
    return `holds no JSON: ${(error as Error).message}.`;
  }
  const found = nsgsIn(parsed);
  if (found.length === 0 && !isEmptyList(parsed)) return 'holds no network security group.';
  return found.map((each) => nsgEntry(each, port, usualThresholds));
}

/** A subscription without any group is an answer as well. */
function isEmptyList(parsed: unknown): boolean {
  const list = Array.isArray(parsed) ? parsed : (parsed as { readonly value?: unknown } | null)?.value;
  return Array.isArray(list) && list.length === 0;
}
