import type { MessageView } from '../../../slack/workspace.ts';
import { useConsole } from '../app/console-context.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';

interface MessageToolsProps {
  readonly message: MessageView;
  readonly channelId: string;
  readonly openThread?: (ts: string) => void;
}

/** What one can do with a message: appears while the pointer or the focus is on it. */
export function MessageTools({ message, channelId, openThread }: MessageToolsProps) {
  const { workspace, actAndTell } = useConsole();
  const shortcuts = workspace.shortcuts?.filter((each) => each.type === 'message') ?? [];
  if (openThread === undefined && shortcuts.length === 0) return null;
  const run = (callbackId: string) =>
    void actAndTell({ kind: 'shortcut', callbackId, message: { channel: channelId, ts: message.ts } });
  return (
    <div className="message-tools">
      {openThread !== undefined && (
        <button
          type="button"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={() => openThread(message.threadTs ?? message.ts)}
        >
          <Icon name="reply" size={17} />
        </button>
      )}
      {shortcuts.length > 0 && (
        <Menu label="More actions" className="message-tool" face={<Icon name="more" size={17} />}>
          {shortcuts.map((each) => (
            <button key={each.callbackId} type="button" role="menuitem" onClick={() => run(each.callbackId)}>
              {each.name}
            </button>
          ))}
        </Menu>
      )}
    </div>
  );
}
