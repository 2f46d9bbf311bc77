import type { Block } from '../workspace.ts';

export type Element = Record<string, unknown> & { readonly type: string; readonly action_id: string };

/** An element of a message or view together with the block it sits in. */
export interface Placed {
  readonly block: Block & { readonly block_id: string };
  readonly element: Element;
  readonly isInput: boolean;
}

/** Every interactive element, wherever it sits: actions, accessories, inputs, cards, containers. */
export function placedElements(blocks: readonly Block[]): Placed[] {
  return blocks.flatMap((block) => {
    const inner = [...listOf(block.child_blocks), ...(block.type === 'carousel' ? listOf(block.elements) : [])];
    const candidates = [...listOf(block.elements), ...listOf(block.actions), block.accessory, block.element];
    const own = candidates
      .filter(isElement)
      .map((element) => ({ block: block as Placed['block'], element, isInput: block.type === 'input' }));
    return [...own, ...placedElements(inner.filter(isBlock))];
  });
}

export function findPlaced(blocks: readonly Block[], blockId: string, actionId: string): Placed | undefined {
  return placedElements(blocks).find((each) => each.block.block_id === blockId && each.element.action_id === actionId);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && 'action_id' in value;
}

function isBlock(value: unknown): value is Block {
  return typeof value === 'object' && value !== null && 'type' in value;
}
