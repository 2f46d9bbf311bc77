import type { Person } from '../../../slack/workspace.ts';
import appIcon from '../icon.svg';
import { Icon } from '../ui/icon.tsx';
import { useConsole } from './console-context.ts';
import { PersonMenu } from './person-menu.tsx';

interface TopBarProps {
  readonly online: boolean;
  readonly azureOpen: boolean;
  readonly toggleAzure: () => void;
  readonly become: (person: Person) => void;
}

export function TopBar({ online, azureOpen, toggleAzure, become }: TopBarProps) {
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
      <button type="button" className="top-button" aria-pressed={azureOpen} onClick={toggleAzure}>
        <Icon name="panel" size={16} /> Azure
      </button>
      <PersonMenu me={workspace.me} people={workspace.people} become={become} />
    </header>
  );
}
