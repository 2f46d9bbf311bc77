import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Icon } from './icon.tsx';
import './picker.css';
import { PickerList } from './picker-list.tsx';

export interface PickerOption {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
  readonly group?: string;
}

interface PickerProps {
  readonly options: readonly PickerOption[];
  readonly selected: readonly string[];
  readonly placeholder: string;
  readonly multiple?: boolean;
  readonly max?: number;
  readonly naming: Readonly<Record<string, string | boolean | undefined>>;
  readonly onChange: (values: readonly string[]) => void;
}

/** A select as Slack has it: a button that opens a searchable list. */
export function Picker({ options, selected, placeholder, multiple = false, max = 100, naming, onChange }: PickerProps) {
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const frame = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const fits = options.filter((option) =>
    `${option.label} ${option.description ?? ''}`.toLowerCase().includes(search.toLowerCase()),
  );
  const labels = selected.map((value) => options.find((option) => option.value === value)?.label ?? value);

  useEffect(() => {
    if (!open) return;
    const close = (event: Event) => {
      if (event.target instanceof Node && frame.current?.contains(event.target)) return;
      setOpen(false);
    };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, [open]);

  const show = () => {
    setSearch('');
    setActive(
      Math.max(
        0,
        options.findIndex((option) => option.value === selected[0]),
      ),
    );
    setOpen(true);
  };
  const hide = () => {
    setOpen(false);
    button.current?.focus();
  };
  const choose = (option: PickerOption | undefined) => {
    if (option === undefined) return;
    if (!multiple) {
      hide();
      return onChange([option.value]);
    }
    const without = selected.filter((value) => value !== option.value);
    if (without.length < selected.length) onChange(without);
    else if (selected.length < max) onChange([...selected, option.value]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, () => void>> = {
      ArrowDown: () => setActive((at) => Math.min(at + 1, fits.length - 1)),
      ArrowUp: () => setActive((at) => Math.max(at - 1, 0)),
      Enter: () => choose(fits[active]),
      Escape: hide,
    };
    const step = steps[event.key];
    if (event.key === 'Tab') setOpen(false);
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    step();
  };

  return (
    <div className="picker" ref={frame}>
      <button
        ref={button}
        type="button"
        className={`picker-button${labels.length === 0 ? ' picker-button--empty' : ''}`}
        aria-haspopup="listbox"
        aria-expanded={open}
        {...(naming['aria-labelledby'] === undefined && { 'aria-label': placeholder })}
        {...naming}
        onClick={() => (open ? hide() : show())}
      >
        <span className="picker-text">{labels.length === 0 ? placeholder : labels.join(', ')}</span>
        <Icon name="chevronDown" size={16} />
      </button>
      {open && (
        <PickerList
          anchor={button}
          listId={listId}
          options={fits}
          selected={selected}
          active={active}
          search={search}
          onSearch={(text) => {
            setSearch(text);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          onChoose={choose}
        />
      )}
    </div>
  );
}
