import type { ReadNsg } from './arm/nsg-from-arm.ts';

/** Keeps groups until they are wanted, as text outside of the heap: there they cost the collector nothing. */
export interface GroupShelf {
  /** @returns what takes it down again, as often as it is wanted */
  put(group: ReadNsg): () => ReadNsg;
}

const boardBytes = 2 ** 20;

export function createGroupShelf(): GroupShelf {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  let board = new Uint8Array(0);
  let end = 0;
  return {
    put(group) {
      const text = JSON.stringify(group);
      // A character takes three bytes at most. https://encoding.spec.whatwg.org/#dom-textencoder-encodeinto
      const most = text.length * 3;
      if (end + most > board.length) {
        board = new Uint8Array(Math.max(boardBytes, most));
        end = 0;
      }
      const on = board;
      const from = end;
      end += encoder.encodeInto(text, on.subarray(from)).written;
      const to = end;
      return () => JSON.parse(decoder.decode(on.subarray(from, to)));
    },
  };
}
