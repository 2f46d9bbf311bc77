import { createContext, useContext } from 'react';
import type { Outcome, Person, WorkspaceView } from '../../../slack/workspace.ts';
import type { AzureView } from '../../azure-view.ts';
import type { Action } from '../../protocol.ts';

/** What every part of the page may know and do. */
export interface ConsoleState {
  readonly workspace: WorkspaceView;
  readonly azure: AzureView | undefined;
  readonly canPower: boolean;
  readonly canChangeVms: boolean;
  /** Whether the sandbox is there; else what one sees is the last that it sent. */
  readonly online: boolean;
  /** Epoch milliseconds on the sandbox's clock. */
  nowMs(): number;
  act(action: Action): Promise<Outcome>;
  /** Does it, and shows the notice when the app did not answer. */
  actAndTell(action: Action): Promise<Outcome>;
  person(id: string): Person | undefined;
  openChannel(channelId: string): void;
}

export const ConsoleContext = createContext<ConsoleState | undefined>(undefined);

export function useConsole(): ConsoleState {
  const state = useContext(ConsoleContext);
  if (state === undefined) throw new Error('Outside of the console');
  return state;
}
