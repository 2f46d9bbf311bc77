import { parseArgs } from 'node:util';

const formats = ['table', 'json', 'csv', 'markdown'] as const;
export type Format = (typeof formats)[number];

export interface AuditArguments {
  readonly kind: 'audit';
  readonly from: { readonly kind: 'file'; readonly path: string } | { readonly kind: 'live' };
  readonly format: Format;
  /** Whether narrow and closed groups are listed as well. */
  readonly all: boolean;
  readonly port: number;
}

export type Parsed =
  | AuditArguments
  | { readonly kind: 'help' }
  /** One sentence. */
  | { readonly kind: 'wrong'; readonly problem: string };

export const usage = `npm run --silent audit -- --file FILE [--format FORMAT] [--all] [--port PORT]
npm run --silent audit -- --live [--format FORMAT] [--all] [--port PORT]

Says which network security groups let the internet in to SSH.

  --file FILE      groups as JSON: what \`az network nsg list -o json\` prints, Resource Manager's own shape (one object,
                   a list, or {"value": [...]}), or a whole world of the sandbox; - reads standard input
  --live           the subscriptions of the configuration (DRAWBRIDGE_CONFIG)
  --format FORMAT  table (unless given), json, csv or markdown
  --all            list what is narrow or closed as well; JSON always has everything
  --port PORT      another port than 22

Exit status: 0 nothing is open or partly open, 2 something is, 1 it could not be told.
`;

export function parseArguments(args: readonly string[]): Parsed {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    return {
      kind: 'wrong',
      problem: `${(error as Error).message.replace(/\.? .*To specify.*$/s, '').replace(/\.$/, '')}.`,
    };
  }
  const { file, live, format = 'table', all = false, port = '22', help } = values;
  if (help) return { kind: 'help' };
  if (file === undefined && !live) return { kind: 'wrong', problem: 'Say what to look at: --file FILE, or --live.' };
  if (file !== undefined && live) return { kind: 'wrong', problem: '--file and --live cannot be asked for together.' };
  const known = formats.find((each) => each === format.toLowerCase());
  if (known === undefined)
    return { kind: 'wrong', problem: `There is no format "${format}"; take one of ${formats.join(', ')}.` };
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  if (number < 1 || number > 65_535)
    return { kind: 'wrong', problem: `"${port}" is no port; give a whole number from 1 to 65535.` };
  const from = file === undefined ? ({ kind: 'live' } as const) : ({ kind: 'file', path: file } as const);
  return { kind: 'audit', from, format: known, all, port: number };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      file: { type: 'string' },
      live: { type: 'boolean' },
      format: { type: 'string' },
      all: { type: 'boolean' },
      port: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    strict: true,
    allowPositionals: false,
  }).values;
}
