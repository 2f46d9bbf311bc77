import type { Person } from '../../../slack/workspace.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';

interface PersonMenuProps {
  readonly me: Person;
  readonly people: readonly Person[];
  /** Unread messages of other people. */
  readonly waiting: Readonly<Record<string, number>>;
  readonly become: (person: Person) => void;
}

/** Who one is in the workspace; in a sandbox one may be anybody. */
export function PersonMenu({ me, people, waiting, become }: PersonMenuProps) {
  const face = (
    <>
      <Avatar person={me} size="small" />
      <span className="person-name">{me.realName}</span>
      {Object.keys(waiting).length > 0 && <span className="person-waiting" />}
      <Icon name="chevronDown" size={14} />
    </>
  );
  const others = Object.keys(waiting).length > 0 ? ', who has unread messages' : '';
  return (
    <Menu label={`You are ${me.realName}. Be somebody else${others}`} className="person-button" face={face}>
      <p className="menu-title">Be somebody else</p>
      {people
        .filter((person) => !person.isBot && !person.deactivated)
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
            {waiting[person.id] !== undefined && (
              <span className="person-unread" role="img" aria-label={`${waiting[person.id]} unread`}>
                {waiting[person.id]}
              </span>
            )}
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
