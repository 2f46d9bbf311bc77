import type { Person } from '../../../slack/workspace.ts';
import appIcon from '../icon.svg';
import { Icon } from '../ui/icon.tsx';
import { useConsole } from './console-context.ts';
import { PersonMenu } from './person-menu.tsx';
import { TroubleMenu } from './trouble-menu.tsx';

interface TopBarProps {
  readonly online: boolean;
  readonly canTrouble: boolean;
  /** Unread messages of other people. */
  readonly waiting: Readonly<Record<string, number>>;
  readonly azureOpen: boolean;
  readonly toggleAzure: () => void;
  readonly become: (person: Person) => void;
}

export function TopBar({ online, canTrouble, waiting, azureOpen, toggleAzure, become }: TopBarProps) {
  const { workspace } = useConsole();
  return (
    <header className="top-bar">
      <div className="top-brand">
        <img src={appIcon} alt="" />
        <b>Drawbridge</b>
        <span>sandbox</span>
      </div>
      <div className="top-state" role="status">
        {!online && (
          <span className="top-offline">Disconnected. Start the sandbox again, and this page comes back.</span>
        )}
      </div>
      {canTrouble && <TroubleMenu />}
      <button type="button" className="top-button" aria-label="Azure" aria-pressed={azureOpen} onClick={toggleAzure}>
        <Icon name="panel" size={16} /> <span className="top-word">Azure</span>
      </button>
      <PersonMenu me={workspace.me} people={workspace.people} waiting={waiting} become={become} />
    </header>
  );
}
