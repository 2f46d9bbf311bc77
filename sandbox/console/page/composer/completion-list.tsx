import type { Suggestion } from './completion.ts';

interface CompletionListProps {
  readonly id: string;
  readonly suggestions: readonly Suggestion[];
  readonly active: number;
  readonly take: (suggestion: Suggestion) => void;
}

export function CompletionList({ id, suggestions, active, take }: CompletionListProps) {
  return (
    <div className="completion" role="listbox" id={id} aria-label="Commands" data-testid="completion">
      {suggestions.map((suggestion, index) => (
        <div
          key={`${suggestion.label}${suggestion.hint}`}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={`completion-row${index === active ? ' completion-row--active' : ''}`}
          onPointerDown={(event) => {
            event.preventDefault();
            take(suggestion);
          }}
        >
          <b>{suggestion.label}</b>
          {suggestion.hint !== '' && <code>{suggestion.hint}</code>}
          {suggestion.detail !== '' && <span>{suggestion.detail}</span>}
        </div>
      ))}
      <p className="completion-keys">
        <kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>Tab</kbd> take <kbd>Enter</kbd> send <kbd>Esc</kbd> close
      </p>
    </div>
  );
}
