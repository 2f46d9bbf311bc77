import { closePort } from '../closing/close-port.ts';
import { reopenPort } from '../closing/reopen-port.ts';
import { getFile } from '../commands/get-file.ts';
import { runCommand } from '../commands/run-command.ts';
import { trustHostKey } from '../host-keys/trust-host-key.ts';
import { allRemediations } from '../remediations/all-remediations.ts';
import type { AnyAction } from './action.ts';

/**
 * Everything that can be asked for and approved, in the order in which people should read it. The policy's actions, the
 * words and what the store takes back are made from this list.
 */
export const allActions = [
  ...allRemediations,
  trustHostKey,
  runCommand,
  getFile,
  closePort,
  reopenPort,
] as const satisfies readonly AnyAction[];

export type ActionId = (typeof allActions)[number]['id'];

export function actionOf(id: ActionId): AnyAction {
  const action: AnyAction | undefined = allActions.find((each) => each.id === id);
  if (action === undefined) throw new Error(`nobody can carry out ${id}`);
  return action;
}
