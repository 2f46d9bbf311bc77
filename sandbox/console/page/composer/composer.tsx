import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useConsole } from '../app/console-context.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { completions, entersSuggestion, type Suggestion } from './completion.ts';
import { CompletionList } from './completion-list.tsx';
import { usagesOf } from './subcommands.ts';
import { useDraft } from './use-draft.ts';
import { useHistory } from './use-history.ts';
import './composer.css';

interface ComposerProps {
  readonly channelId: string;
  readonly threadTs?: string;
  readonly placeholder: string;
  readonly onSend?: () => void;
}

/** Where one types: `/` completes, Enter sends, Shift+Enter begins a line, arrow up brings back what was sent. */
export function Composer({ channelId, threadTs, placeholder, onSend }: ComposerProps) {
  const { workspace, azure, actAndTell } = useConsole();
  const [text, setText] = useDraft(`${workspace.me.id}/${channelId}/${threadTs ?? ''}`);
  const [active, setActive] = useState(0);
  const [moved, setMoved] = useState(false);
  const [dismissed, setDismissed] = useState(false);
  const history = useHistory();
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const usages = usagesOf(workspace.commands);
  const shortcuts = workspace.shortcuts?.filter((each) => each.type === 'global' && threadTs === undefined) ?? [];
  const vmNames = azure?.vms.map((vm) => vm.name) ?? [];
  const suggestions = dismissed || history.isBrowsing ? [] : completions(text, usages, vmNames);
  const marked = suggestions[Math.min(active, suggestions.length - 1)];

  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    const area = field.current;
    if (area === null || area.value !== text) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 220)}px`;
  }, [text]);

  const write = (next: string) => {
    setText(next);
    setActive(0);
    setMoved(false);
    setDismissed(false);
  };
  const take = (suggestion: Suggestion) => {
    write(suggestion.text);
    field.current?.focus();
  };
  const send = async () => {
    const line = text.trim();
    if (line === '') return;
    history.add(line);
    write('');
    onSend?.();
    const thread = threadTs !== undefined && { threadTs };
    const outcome = await actAndTell({ kind: 'type', channelId, text: line, ...thread });
    // What went nowhere stands there again, unless the next line was begun meanwhile.
    if (!outcome.ok) setText((now) => now || line);
  };
  const recall = (step: 1 | -1): boolean => {
    if (text !== '' && !history.isBrowsing) return false;
    const line = history.move(step);
    if (line === undefined) return false;
    setText(line);
    return true;
  };
  const step = (by: 1 | -1): boolean => {
    if (suggestions.length === 0) return recall(by === -1 ? 1 : -1);
    setActive((at) => (Math.min(at, suggestions.length - 1) + by + suggestions.length) % suggestions.length);
    setMoved(true);
    return true;
  };
  const keys: Readonly<Record<string, (event: KeyboardEvent) => boolean>> = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Tab: (event) => {
      if (marked === undefined || event.shiftKey || marked.text === text) return false;
      take(marked);
      return true;
    },
    Escape: () => {
      const shown = suggestions.length > 0;
      setDismissed(true);
      return shown;
    },
    Enter: (event) => {
      if (event.shiftKey || event.nativeEvent.isComposing) return false;
      if (marked !== undefined && marked.text !== text && entersSuggestion(text, usages, moved)) take(marked);
      else void send();
      return true;
    },
  };

  return (
    <div className="composer-frame">
      {suggestions.length > 0 && (
        <CompletionList
          id={listId}
          suggestions={suggestions}
          active={Math.min(active, suggestions.length - 1)}
          take={take}
        />
      )}
      <div className="composer">
        {shortcuts.length > 0 && (
          <Menu label="Shortcuts" className="composer-shortcuts" face={<Icon name="command" />}>
            {shortcuts.map((each) => (
              <button
                key={each.callbackId}
                type="button"
                role="menuitem"
                onClick={() => void actAndTell({ kind: 'shortcut', callbackId: each.callbackId })}
              >
                {each.name}
              </button>
            ))}
          </Menu>
        )}
        <textarea
          ref={field}
          rows={1}
          value={text}
          placeholder={placeholder}
          aria-label={placeholder}
          aria-autocomplete="list"
          aria-controls={suggestions.length > 0 ? listId : undefined}
          aria-activedescendant={
            suggestions.length > 0 ? `${listId}-${Math.min(active, suggestions.length - 1)}` : undefined
          }
          data-testid={threadTs === undefined ? 'composer' : 'thread-composer'}
          spellCheck={!text.startsWith('/')}
          onChange={(event) => {
            history.stop();
            write(event.target.value);
          }}
          onKeyDown={(event) => {
            if (keys[event.key]?.(event)) {
              event.preventDefault();
              event.stopPropagation();
            }
          }}
        />
        <button
          type="button"
          className="composer-send"
          aria-label="Send"
          disabled={text.trim() === ''}
          onClick={() => void send()}
        >
          <Icon name="send" />
        </button>
      </div>
    </div>
  );
}
