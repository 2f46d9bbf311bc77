import type { Person } from '../../../slack/workspace.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';

interface PersonMenuProps {
  readonly me: Person;
  readonly people: readonly Person[];
  readonly become: (person: Person) => void;
}

/** Who one is in the workspace; in a sandbox one may be anybody. */
export function PersonMenu({ me, people, become }: PersonMenuProps) {
  const face = (
    <>
      <Avatar person={me} size="small" />
      <span className="person-name">{me.realName}</span>
      <Icon name="chevronDown" size={14} />
    </>
  );
  return (
    <Menu label={`You are ${me.realName}. Be somebody else`} className="person-button" face={face}>
      <p className="menu-title">Be somebody else</p>
      {people
        .filter((person) => !person.isBot)
        .map((person) => (
          <button
            key={person.id}
            type="button"
            role="menuitemradio"
            aria-checked={person.id === me.id}
            onClick={() => become(person)}
          >
            <Avatar person={person} size="small" />
            <span>
              {person.realName}
              <small>{describe(person)}</small>
            </span>
            {person.id === me.id && <Icon name="check" size={15} />}
          </button>
        ))}
    </Menu>
  );
}

function describe(person: Person): string {
  const role = person.foreignTeam !== undefined ? 'other company' : person.guest ? 'guest' : undefined;
  return [`@${person.name}`, role, person.tz.replace('_', ' ')].filter(Boolean).join(' · ');
}
