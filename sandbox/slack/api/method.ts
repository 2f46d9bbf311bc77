import type { SlackCore } from '../slack-core.ts';

export type Args = Readonly<Record<string, unknown>>;
export type Result = Record<string, unknown>;

/** One Web API method: reads its arguments, changes the workspace, gives the answer without `ok`. */
export interface Method {
  readonly name: string;
  /** Scope that a granular bot token needs; undefined: none. */
  readonly scope?: string;
  readonly run: (core: SlackCore, args: Args) => Result;
}

/** A refusal as Slack words it: `{ok: false, error}` plus what it adds, e.g. `response_metadata.messages`. */
export class SlackRefusal extends Error {
  readonly error: string;
  readonly more: Result;

  constructor(error: string, more: Result = {}) {
    super(error);
    this.error = error;
    this.more = more;
  }
}

/** A refusal that names where in the arguments the mistake is. */
export function argumentRefusal(error: string, messages: readonly string[]): SlackRefusal {
  return new SlackRefusal(error, {
    ...(error === 'invalid_blocks' ? { errors: messages.map(withoutLevel) } : {}),
    response_metadata: { messages },
  });
}

function withoutLevel(message: string): string {
  return message.replace('[ERROR] ', '');
}

export function text(args: Args, name: string): string | undefined {
  const value = args[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function requiredText(args: Args, name: string): string {
  const value = text(args, name);
  if (value === undefined || value === '') {
    throw argumentRefusal('invalid_arguments', [`[ERROR] missing required field: ${name}`]);
  }
  return value;
}

export function flag(args: Args, name: string): boolean {
  return args[name] === true || args[name] === 'true' || args[name] === '1';
}

/** An argument that is JSON: as text in a form, as itself in a JSON body. Broken JSON gives null. */
export function json(args: Args, name: string): unknown {
  const value = args[name];
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}
