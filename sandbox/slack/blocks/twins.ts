import { type Finding, isObject } from './rule.ts';

/** Block ids must be unique on a surface, action ids within a block. */
export function twins(blocks: unknown, at: string): Finding[] {
  if (!Array.isArray(blocks)) return [];
  return [
    ...repeated(blocks, 'block_id', at),
    ...blocks.flatMap((block, index) => (isObject(block) ? withinBlock(block, `${at}/${index}`) : [])),
  ];
}

function withinBlock(block: Record<string, unknown>, at: string): Finding[] {
  return [
    ...(Array.isArray(block.elements) ? repeated(block.elements, 'action_id', `${at}/elements`) : []),
    ...(Array.isArray(block.actions) ? repeated(block.actions, 'action_id', `${at}/actions`) : []),
    ...twins(block.child_blocks, `${at}/child_blocks`),
  ];
}

function repeated(items: readonly unknown[], key: string, at: string): Finding[] {
  const seen = new Set<unknown>();
  return items.flatMap((item, index) => {
    const id = isObject(item) ? item[key] : undefined;
    if (id === undefined || id === '') return [];
    if (seen.has(id)) return [{ at: `${at}/${index}/${key}`, says: `${key} "${id}" already exists` }];
    seen.add(id);
    return [];
  });
}
