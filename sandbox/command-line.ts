import { parseArgs } from 'node:util';

export const usage = `Usage: npm run sandbox -- [options]

  --world FILE     another world than the default company (docs/sandbox.md)
  --script FILE    run a script without a browser and print its transcript; - reads standard input
  --json           with --script: print what the bot sent instead of its rendering
  --port N         port of the web page (default 3978)
  --latency MS     delay of every request to the pretend Azure (default 0)
  --help           this text`;

export type CommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly problem: string }
  | {
      readonly kind: 'run';
      readonly world?: string;
      readonly script?: string;
      readonly json: boolean;
      readonly port?: number;
      readonly latencyMs: number;
    };

export function parseCommandLine(args: readonly string[]): CommandLine {
  let values: { world?: string; script?: string; json?: boolean; port?: string; latency?: string; help?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        world: { type: 'string' },
        script: { type: 'string' },
        json: { type: 'boolean' },
        port: { type: 'string' },
        latency: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    return { kind: 'refused', problem: (error as Error).message };
  }
  if (values.help) return { kind: 'help' };
  if (values.json && values.script === undefined) return { kind: 'refused', problem: '--json goes with --script' };
  const port = wholeNumber(values.port, 65_535);
  if (port === 'bad') return { kind: 'refused', problem: `--port takes a number from 0 to 65535, not ${values.port}` };
  const latencyMs = wholeNumber(values.latency, 60_000);
  if (latencyMs === 'bad') return { kind: 'refused', problem: `--latency takes milliseconds, not ${values.latency}` };
  return {
    kind: 'run',
    json: values.json ?? false,
    latencyMs: latencyMs ?? 0,
    ...(values.world === undefined ? {} : { world: values.world }),
    ...(values.script === undefined ? {} : { script: values.script }),
    ...(port === undefined ? {} : { port }),
  };
}

function wholeNumber(text: string | undefined, most: number): number | undefined | 'bad' {
  if (text === undefined) return undefined;
  const value = Number(text);
  return /^\d+$/.test(text) && value <= most ? value : 'bad';
}
