import type { SandboxClock } from '../../clock.ts';
import type { Outcome, Workspace } from '../../slack/workspace.ts';
import type { Action, Trouble, VmHappening } from '../protocol.ts';

/** Turns a VM of the world on or off. */
export type SetPower = (vmId: string, running: boolean) => void | Promise<void>;

/** Has something go wrong with Slack; what comes back is why it could not be done. */
export type CauseTrouble = (trouble: Trouble) => Promise<string | undefined>;

/** Has something happen to a VM. Rejects with a sentence where it cannot. */
export type ChangeVm = (vmId: string, happening: VmHappening) => Promise<void>;

export interface Stage {
  readonly clock: Pick<SandboxClock, 'now'>;
  readonly workspace: Workspace;
  /** Moves the clock, and lets happen what is due by then. */
  readonly advance: (byMs: number) => Promise<void>;
  readonly setPower?: SetPower;
  readonly causeTrouble?: CauseTrouble;
  readonly changeVm?: ChangeVm;
}

const done: Outcome = { ok: true };

/** Does what a person asked for, in their name. */
export async function perform(stage: Stage, userId: string, action: Action): Promise<Outcome> {
  const { workspace } = stage;
  switch (action.kind) {
    case 'type':
      return workspace.type(userId, action.channelId, action.text, action.threadTs);
    case 'click':
      return workspace.click(userId, action.click);
    case 'submitModal':
      return workspace.submitModal(userId, action.viewId, action.values);
    case 'closeModal':
      return workspace.closeModal(userId, action.viewId);
    case 'openHome':
      return workspace.openHome(userId);
    case 'read':
      workspace.read?.(userId, action.channelId, action.threadTs);
      return done;
    case 'shortcut':
      return workspace.shortcut(userId, action.callbackId, action.message);
    case 'advance':
      await stage.advance(action.byMs);
      return done;
    case 'power':
      if (stage.setPower === undefined) return { ok: false, notice: 'Power cannot be switched here' };
      await stage.setPower(action.vmId, action.running);
      return done;
    case 'vm':
      if (stage.changeVm === undefined) return { ok: false, notice: 'VMs cannot be changed here' };
      await stage.changeVm(action.vmId, action.happening);
      return done;
    case 'trouble': {
      const why = await stage.causeTrouble?.(action.trouble);
      return why === undefined ? done : { ok: false, notice: why };
    }
  }
}
