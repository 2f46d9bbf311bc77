import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from 'react';
import { Icon } from './icon.tsx';
import type { PickerOption } from './picker.tsx';

interface PickerListProps {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly listId: string;
  readonly options: readonly PickerOption[];
  readonly selected: readonly string[];
  readonly active: number;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onChoose: (option: PickerOption) => void;
}

const heightPx = 280;

export function PickerList(props: PickerListProps) {
  const { anchor, listId, options, selected, active, search } = props;
  const popup = useRef<HTMLDivElement>(null);
  // Fixed to the window, so that a scrolling modal does not cut it off.
  useLayoutEffect(() => {
    const from = anchor.current?.getBoundingClientRect();
    const style = popup.current?.style;
    if (from === undefined || style === undefined) return;
    const below = from.bottom + heightPx < window.innerHeight;
    style.left = `${Math.min(from.left, window.innerWidth - Math.max(from.width, 260) - 12)}px`;
    style.minWidth = `${Math.max(from.width, 260)}px`;
    if (below) style.top = `${from.bottom + 4}px`;
    else style.bottom = `${window.innerHeight - from.top + 4}px`;
  }, [anchor]);
  useLayoutEffect(() => {
    popup.current?.querySelector(`#${CSS.escape(`${listId}-${active}`)}`)?.scrollIntoView({ block: 'nearest' });
  }, [active, listId]);

  return (
    <div className="picker-popup" ref={popup}>
      <div className="picker-search">
        <Icon name="search" size={15} />
        <input
          ref={(input) => input?.focus()}
          role="combobox"
          aria-label="Search the options"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={`${listId}-${active}`}
          value={search}
          onChange={(event) => props.onSearch(event.target.value)}
          onKeyDown={props.onKeyDown}
        />
      </div>
      <div className="picker-options" role="listbox" id={listId}>
        {options.length === 0 && <p className="picker-none">No matches</p>}
        {options.map((option, index) => (
          <div key={option.value}>
            {option.group !== undefined && option.group !== options[index - 1]?.group && (
              <p className="picker-group">{option.group}</p>
            )}
            <div
              role="option"
              id={`${listId}-${index}`}
              tabIndex={-1}
              aria-selected={selected.includes(option.value)}
              className={`picker-option${index === active ? ' picker-option--active' : ''}`}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => props.onChoose(option)}
              onKeyDown={props.onKeyDown}
            >
              <span>{option.label}</span>
              {option.description !== undefined && <small>{option.description}</small>}
              {selected.includes(option.value) && <Icon name="check" size={15} />}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
