import type { Datepicker, DateTimepicker, Timepicker } from '@slack/types';
import { useElement } from './form-context.ts';

/** Pickers of days and times, as the browser has them; a moment is asked for in this computer's time zone. */
export function DateElement({ element }: { readonly element: Datepicker | Timepicker | DateTimepicker }) {
  const { state, change, naming } = useElement(element);
  const label =
    'placeholder' in element ? (element.placeholder?.text ?? defaultLabel[element.type]) : defaultLabel[element.type];
  const name = naming['aria-labelledby'] === undefined ? { 'aria-label': label } : {};
  const shared = { className: 'input input--short', ...name, ...naming };
  if (element.type === 'datepicker') {
    const value = (state.selected_date as string | null) ?? '';
    return (
      <input
        type="date"
        {...shared}
        value={value}
        onChange={(event) => void change({ selected_date: event.target.value || null })}
      />
    );
  }
  if (element.type === 'timepicker') {
    const value = (state.selected_time as string | null) ?? '';
    return (
      <input
        type="time"
        {...shared}
        value={value}
        onChange={(event) => void change({ selected_time: event.target.value || null })}
      />
    );
  }
  const seconds = state.selected_date_time as number | null;
  const value = seconds === null ? '' : localMinute(seconds);
  const pick = (text: string) =>
    void change({ selected_date_time: text === '' ? null : Math.floor(new Date(text).getTime() / 1000) });
  return <input type="datetime-local" {...shared} value={value} onChange={(event) => pick(event.target.value)} />;
}

const defaultLabel = {
  datepicker: 'Pick a date',
  timepicker: 'Pick a time',
  datetimepicker: 'Pick a date and a time',
} as const;

/** The form that `datetime-local` wants: `2026-11-23T09:30`. */
function localMinute(epochSeconds: number): string {
  const at = new Date(epochSeconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
