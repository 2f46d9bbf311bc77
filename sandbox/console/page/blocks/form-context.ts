import { createContext, useContext } from 'react';
import type { ElementPlace, FormValues, Outcome } from '../../../slack/workspace.ts';
import type { ConfirmObject } from './confirm-dialog.tsx';
import type { FormElement } from './form-element.ts';
import { type ElementState, initialState } from './form-state.ts';

/** The message or view that an element sits in. */
export interface Form {
  readonly place: ElementPlace;
  readonly edited: FormValues;
  readonly errors: Readonly<Record<string, string>>;
  edit(blockId: string, actionId: string, state: ElementState): void;
  /** Sends the interaction to the app, after the confirm dialog if the element has one. */
  act(
    blockId: string,
    actionId: string,
    state: ElementState,
    confirm: ConfirmObject | undefined,
  ): Promise<Outcome | undefined>;
}

export const FormContext = createContext<Form | undefined>(undefined);

/** The block around an element: whether a change goes to the app at once, and what names the element. */
export interface BlockPlace {
  readonly blockId: string;
  readonly dispatches: boolean;
  readonly labelId?: string;
  readonly describedBy?: string;
  readonly invalid?: boolean;
}

export const BlockContext = createContext<BlockPlace>({ blockId: '', dispatches: true });

export function useForm(): Form {
  const form = useContext(FormContext);
  if (form === undefined) throw new Error('An element needs a message or a view around it');
  return form;
}

/** An element's state, and the two ways to change it: quietly, or telling the app where it asked to be told. */
export function useElement(element: FormElement) {
  const form = useForm();
  const block = useContext(BlockContext);
  const actionId = element.action_id ?? '';
  const state = form.edited[block.blockId]?.[actionId] ?? initialState(element);
  const edit = (part: ElementState) => form.edit(block.blockId, actionId, { type: element.type, ...part });
  const change = async (part: ElementState) => {
    const next = { type: element.type, ...part };
    if (!block.dispatches) return form.edit(block.blockId, actionId, next);
    const confirm = 'confirm' in element ? element.confirm : undefined;
    // What was picked shows at once; only a confirm dialog can still take it back.
    if (confirm === undefined) form.edit(block.blockId, actionId, next);
    const outcome = await form.act(block.blockId, actionId, next, confirm);
    if (outcome !== undefined) form.edit(block.blockId, actionId, next);
  };
  const naming = {
    'aria-labelledby': block.labelId,
    'aria-describedby': block.describedBy,
    'aria-invalid': block.invalid === true ? true : undefined,
  };
  return { state, edit, change, naming, block };
}
