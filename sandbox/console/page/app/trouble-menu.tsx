import type { Trouble } from '../../protocol.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { useConsole } from './console-context.ts';

const troubles: readonly { readonly trouble: Trouble; readonly name: string; readonly detail: string }[] = [
  { trouble: 'rate-limit', name: 'Limit the next call', detail: 'Slack answers 429: try again in two seconds' },
  { trouble: 'redelivery', name: 'Deliver once more', detail: 'What the bot was sent last comes a second time' },
  { trouble: 'cut', name: 'Cut the connection', detail: 'The bot has to connect again' },
];

/** What can go wrong with Slack, to see by hand how the bot takes it. */
export function TroubleMenu() {
  const { actAndTell } = useConsole();
  const face = (
    <>
      <Icon name="warning" size={16} /> <span className="top-word">Trouble</span>
    </>
  );
  return (
    <Menu label="Trouble with Slack" className="top-button" face={face}>
      <p className="menu-title">Trouble with Slack</p>
      {troubles.map(({ trouble, name, detail }) => (
        <button
          key={trouble}
          type="button"
          role="menuitem"
          onClick={() => void actAndTell({ kind: 'trouble', trouble })}
        >
          <span>
            {name}
            <small>{detail}</small>
          </span>
        </button>
      ))}
    </Menu>
  );
}
