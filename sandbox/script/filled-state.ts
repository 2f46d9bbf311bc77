/** What is written into pickers, and where they keep it. https://docs.slack.dev/reference/views#view-state */
const pickers: Readonly<Record<string, { readonly key: string; readonly form: RegExp; readonly like: string }>> = {
  datepicker: {
    key: 'selected_date',
    form: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
    like: 'a day like 2026-01-31',
  },
  timepicker: { key: 'selected_time', form: /^([01]\d|2[0-3]):[0-5]\d$/, like: 'a time of day like 09:30' },
};

/** Whether a person writes into it, rather than choosing from what it offers. @param type of the element */
export function isFilledIn(type: string): boolean {
  return type.endsWith('input') || type in pickers;
}

/** The element's state once somebody wrote into it; a sentence where Slack's client would not let them. */
export function filledState(type: string, value: string): Record<string, unknown> | string {
  const picker = pickers[type];
  if (picker === undefined) return { value: value === '' ? null : value };
  if (value !== '' && !picker.form.test(value)) return `"${value}" is not ${picker.like}`;
  return { [picker.key]: value === '' ? null : value };
}
