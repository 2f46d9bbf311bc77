import { parseArgs } from 'node:util';

export type SweepCommand =
  | { readonly kind: 'sweep'; readonly dryRun: boolean; readonly format: 'table' | 'json' }
  | { readonly kind: 'wrong'; readonly problem: string };

export const usage = 'npm run sweep -- [--dry-run] [--format table|json]';

export function parseArguments(args: readonly string[]): SweepCommand {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { 'dry-run': { type: 'boolean', default: false }, format: { type: 'string', default: 'table' } },
    });
    const { 'dry-run': dryRun, format } = values;
    if (format !== 'table' && format !== 'json') return { kind: 'wrong', problem: '--format is table or json.' };
    return { kind: 'sweep', dryRun, format };
  } catch (error) {
    return { kind: 'wrong', problem: (error as Error).message };
  }
}
