import { type BlocksReport, checkBlocks, type Surface } from './check-blocks.ts';

export function checkView(value: unknown, _surface: Surface): BlocksReport {
  return checkBlocks(value, 'modal', '/view/blocks');
}
