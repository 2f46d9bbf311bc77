import type { z } from 'zod';
import { nearest } from '../core/text/nearest.ts';
import { commandNameWords } from './commands-schema.ts';
import { fileSchema, sections } from './schema.ts';
import { keysOf, schemaAt } from './schema-at.ts';

/** One thing that keeps the bot from starting, and what to do about it. Never holds a secret. */
export interface Problem {
  /** The environment variable, or the key in the YAML file: `azure.retries`. */
  readonly where: string;
  readonly problem: string;
  readonly mend: string;
}

/** Whether a part of the configuration could not be had, and what is wrong with it came instead. */
export function isProblems(value: unknown): value is Problem[] {
  return Array.isArray(value);
}

const keysFromEnvironment: Readonly<Record<string, string>> = {
  bottoken: 'SLACK_BOT_TOKEN',
  apptoken: 'SLACK_APP_TOKEN',
  clientsecret: 'AZURE_CLIENT_SECRET',
  secret: 'DRAWBRIDGE_SEAL_KEY',
  sealkey: 'DRAWBRIDGE_SEAL_KEY',
  databaseurl: 'DATABASE_URL',
  storeurl: 'DATABASE_URL',
};

/** Turns one of zod's issues into problems: one for each unknown key, else exactly one. */
export function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  const where = issue.path.join('.') || 'the file';
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, issue.path));
  if (issue.code === 'invalid_key')
    return [{ where, problem: 'is not a name that can be typed', mend: `Give ${commandNameWords}.` }];
  const wanted = schemaAt(fileSchema, issue.path).description;
  return [
    {
      where,
      problem: `holds ${shown(issue.input)}`,
      mend: wanted === undefined ? `Make ${where} a list of keys and values.` : `Give ${wanted}.`,
    },
  ];
}

function unknownKey(key: string, path: readonly PropertyKey[]): Problem {
  const where = [...path, key].join('.');
  const [alone, withSection] = [key, where].map((name) => name.toLowerCase().replaceAll(/[^a-z]/g, ''));
  const variable = keysFromEnvironment[alone ?? ''] ?? keysFromEnvironment[withSection ?? ''];
  if (variable !== undefined) {
    return {
      where,
      problem: 'is a secret, and secrets are not read from the file',
      mend: `Take it out of the file and set the environment variable ${variable}.`,
    };
  }
  const known = knownKeys(path);
  const best = nearest(key, known);
  const elsewhere = best === undefined ? sectionThatHas(key) : undefined;
  return {
    where,
    problem: 'is not a key that Drawbridge knows',
    mend:
      best !== undefined
        ? `Did you mean ${[...path, best].join('.')}?`
        : elsewhere !== undefined
          ? `Did you mean ${elsewhere}.${key}?`
          : `Take it out; the keys here are ${known.join(', ')}.`,
  };
}

function sectionThatHas(key: string): string | undefined {
  return Object.entries(sections).find(([, section]) => key in section.shape)?.[0];
}

function knownKeys(path: readonly PropertyKey[]): string[] {
  const { schema } = schemaAt(fileSchema, path);
  return keysOf(schema ?? fileSchema) ?? [];
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'keys of its own';
  const text = String(value).replace(/\/\/[^@/]*:[^@/]*@/, '//...@');
  return `${typeof value === 'string' ? 'the text' : `the ${typeof value}`} ${text.length > 60 ? `${text.slice(0, 60)}...` : text}`;
}

/** For a terminal: each problem, and under it the mend. */
export function problemLines(problems: readonly Problem[]): string {
  return problems.map(({ where, problem, mend }) => `  ${where} ${problem}.\n      ${mend}`).join('\n');
}
