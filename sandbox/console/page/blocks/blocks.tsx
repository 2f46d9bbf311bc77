import { Component, type ReactNode } from 'react';
import type { Block } from '../../../slack/workspace.ts';
import './blocks.css';
import { BlockView } from './block.tsx';

export function Blocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return (
    <div className="blocks">
      {blocks.map((block, index) => (
        <Guarded key={block.block_id ?? `b${index}`} type={block.type}>
          <BlockView block={block} />
        </Guarded>
      ))}
    </div>
  );
}

/** A block of a shape that nobody expected must not take the whole page with it. */
class Guarded extends Component<{ readonly type: string; readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (this.state.failed) return <p className="block-unknown">This “{this.props.type}” block cannot be shown</p>;
    return this.props.children;
  }
}
