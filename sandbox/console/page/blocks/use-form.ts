import { useState } from 'react';
import type { Block, ElementPlace, FormValues } from '../../../slack/workspace.ts';
import { useConsole } from '../app/console-context.ts';
import { useConfirm } from './confirm-dialog.tsx';
import type { Form } from './form-context.ts';
import { statefulBlocks } from './form-element.ts';
import { collectValues } from './form-state.ts';

/** Holds what a person entered in one message or view, and sends its interactions. */
export function useFormState(place: ElementPlace, blocks: readonly Block[], errors: Form['errors']): Form {
  const { actAndTell } = useConsole();
  const confirmed = useConfirm();
  const [edited, setEdited] = useState<FormValues>({});
  return {
    place,
    edited,
    errors,
    edit: (blockId, actionId, state) => {
      setEdited((before) => ({ ...before, [blockId]: { ...before[blockId], [actionId]: state } }));
    },
    act: async (blockId, actionId, state, confirm) => {
      if (confirm !== undefined && !(await confirmed(confirm))) return undefined;
      const values = collectValues(statefulBlocks(blocks), edited);
      const isHeld = values[blockId]?.[actionId] !== undefined;
      const now = isHeld ? { ...values, [blockId]: { ...values[blockId], [actionId]: state } } : values;
      return actAndTell({ kind: 'click', click: { place, blockId, actionId, state, values: now } });
    },
  };
}
