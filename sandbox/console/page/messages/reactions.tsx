import type { MessageView } from '../../../slack/workspace.ts';
import { useConsole } from '../app/console-context.ts';
import { Emoji } from '../text/emoji.tsx';

export function Reactions({ message }: { readonly message: MessageView }) {
  const { person, workspace } = useConsole();
  if (message.reactions === undefined || message.reactions.length === 0) return null;
  return (
    <ul className="reactions" aria-label="Reactions">
      {message.reactions.map(({ name, users }) => (
        <li
          key={name}
          className={`reaction${users.includes(workspace.me.id) ? ' reaction--mine' : ''}`}
          title={users.map((id) => person(id)?.realName ?? id).join(', ')}
        >
          <Emoji name={name} /> {users.length}
        </li>
      ))}
    </ul>
  );
}
