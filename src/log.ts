import { type DestinationStream, type Logger, pino } from 'pino';
import type { Config } from './config.ts';

const secretKeys = [
  'authorization',
  'cookie',
  'set-cookie',
  'x-identity-header',
  'token',
  'access_?token',
  'bot_?token',
  'app_?token',
  'id_?token',
  'refresh_?token',
  'client_?secret',
  'client_?assertion',
  'signing_?secret',
  'password',
  'admin_?password',
  'passphrase',
  'private_?key',
  'protected_?settings',
  'response_?url',
  'trigger_?id',
  'database_?url',
];

const named = `(?:${secretKeys.join('|')})`;
/** Inside an address: Slack writes `\/` for a slash, and a payload that is logged as text has its backslashes doubled. */
const rest = String.raw`(?:\\+(?:\/|u[0-9a-f]{4})|[^\s"\\])*`;

/** What a secret looks like wherever it stands, in one line of JSON; the replacement keeps the line valid. */
const secrets: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [new RegExp(`("${named}":)"(?:[^"\\\\]|\\\\.)*"`, 'gi'), '$1"[secret]"'],
  // The same in a payload that was logged as text, where every quote has backslashes before it.
  [new RegExp(String.raw`((\\+)"${named}\2": *\2")(?:\\.|[^"\\])*?(?:(?<!\\)\2"|(?="))`, 'gi'), '$1[secret]$2"'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?=\\*"))/g, '[private key]'],
  // The same where its first line is lost: OpenSSH's form begins so in base64.
  [/b3BlbnNzaC1rZXktdjE(?:[A-Za-z0-9+/=]|\\+[rn])*/g, '[private key]'],
  // What is typed into the form that asks for a public key is not always one.
  [/((\\*)"public-key\2": *\{(?:(?!\2"value\2":).){0,100}\2"value\2": *\2").*?(?=(?<!\\)\2"\}|$)/g, '$1[typed]'],
  [/\b(?:xox[a-z](?:\.xox[a-z])?|xapp)-[\w.-]+/g, '[token]'],
  [/\b(Bearer|Basic) [\w.~+/=-]+/gi, '$1 [token]'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]'],
  // A database's address has its password in it, and a password that is not encoded can hold any sign.
  [new RegExp(String.raw`\b(postgres(?:ql)?:(?:\\*\/){2})${rest}`, 'gi'), '$1[secret]'],
  [new RegExp(String.raw`https:(?:\\*\/){2}hooks\.slack(?:-gov)?\.com${rest}`, 'gi'), '[response_url]'],
  // Queries carry signatures: those of Azure's long-running operations, of storage and of Socket Mode.
  [new RegExp(String.raw`((?:https?|wss?):(?:\\*\/){2}(?:\\+\/|[^\s"\\?])+)\?${rest}`, 'gi'), '$1?[query]'],
];

/**
 * The log: one line of JSON an event, or lines for people. Secrets are taken out of the finished line, so that it does
 * not matter how deep in an error they were.
 */
export function createLog({ level, pretty }: Config['log'], destination: DestinationStream = process.stdout): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      hooks: { streamWrite: (line) => (pretty ? forPeople(redact(line)) : redact(line)) },
    },
    destination,
  );
}

export function redact(line: string): string {
  return secrets.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
}

/** The parts of an error that help; the SDKs hang whole requests on theirs. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, statusCode, data, hint } = error as {
    code?: unknown;
    statusCode?: unknown;
    data?: unknown;
    hint?: unknown;
  };
  return {
    type: error.name,
    message: error.message,
    ...(code !== undefined && { code }),
    ...(statusCode !== undefined && { statusCode }),
    ...(data !== undefined && { data }),
    ...(hint !== undefined && { hint }),
    stack: error.stack,
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}

function forPeople(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const more = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? `\n${err.stack}` : '';
  return `${String(time).slice(11, 19)} ${String(level).toUpperCase().padEnd(5)} ${msg ?? ''}${more}${stack}\n`;
}
