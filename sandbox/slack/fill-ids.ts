import type { Ids } from './ids.ts';
import type { Block } from './workspace.ts';

const passive: readonly unknown[] = ['image', 'mrkdwn', 'plain_text'];

/** Blocks with a `block_id` each and an `action_id` for each interactive element, where the app left them out. */
export function fillIds(blocks: readonly Block[], ids: Ids): readonly Block[] {
  return blocks.map((block) => {
    const filled: Block = { ...block, block_id: given(block.block_id) ?? `b${ids.count('block')}` };
    if (block.type === 'rich_text') return filled;
    for (const key of ['elements', 'actions'] as const) {
      const list = block[key];
      if (Array.isArray(list)) {
        filled[key] = block.type === 'carousel' ? fillIds(list, ids) : list.map((each) => withActionId(each, ids));
      }
    }
    if (Array.isArray(block.child_blocks)) filled.child_blocks = fillIds(block.child_blocks, ids);
    for (const key of ['accessory', 'element'] as const) if (key in block) filled[key] = withActionId(block[key], ids);
    return filled;
  });
}

function withActionId(value: unknown, ids: Ids): unknown {
  if (typeof value !== 'object' || value === null || !('type' in value) || passive.includes(value.type)) return value;
  return {
    ...value,
    action_id: given('action_id' in value ? value.action_id : undefined) ?? `a${ids.count('action')}`,
  };
}

function given(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
