import { getFile } from '../commands/get-file.ts';
import { runCommand } from '../commands/run-command.ts';
import { trustHostKey } from '../host-keys/trust-host-key.ts';
import { allRemediations } from '../remediations/all-remediations.ts';
import type { Action } from './action.ts';

/**
 * Everything that can be asked for and approved, in the order in which people should read it. The policy's actions, the
 * words and what the store takes back are made from this list.
 */
export const allActions = [...allRemediations, trustHostKey, runCommand, getFile] as const satisfies readonly Action[];

export type ActionId = (typeof allActions)[number]['id'];

export function actionOf(id: ActionId): Action {
  const action = allActions.find((each) => each.id === id);
  if (action === undefined) throw new Error(`nobody can carry out ${id}`);
  return action;
}
