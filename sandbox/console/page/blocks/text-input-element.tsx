import type { EmailInput, NumberInput, PlainTextInput, URLInput } from '@slack/types';
import type { KeyboardEvent } from 'react';
import { useElement } from './form-context.ts';

const inputModes = {
  plain_text_input: 'text',
  number_input: 'decimal',
  email_text_input: 'email',
  url_text_input: 'url',
} as const;

export function TextInputElement({
  element,
}: {
  readonly element: PlainTextInput | NumberInput | EmailInput | URLInput;
}) {
  const { state, edit, change, naming, block } = useElement(element);
  const value = (state.value as string | null) ?? '';
  const multiline = element.type === 'plain_text_input' && element.multiline === true;
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const write = (text: string) => {
    const next = { value: text === '' ? null : text };
    edit(next);
    if (block.dispatches && triggers.includes('on_character_entered')) void change(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || multiline || !block.dispatches) return;
    event.preventDefault();
    if (triggers.includes('on_enter_pressed')) void change({ value: value === '' ? null : value });
  };
  const shared = {
    className: 'input',
    placeholder: element.placeholder?.text,
    value,
    onKeyDown,
    'data-testid': `input-${element.action_id ?? ''}`,
    ...(element.focus_on_load && { 'data-autofocus': true }),
    ...naming,
  };
  if (multiline) return <textarea rows={4} {...shared} onChange={(event) => write(event.target.value)} />;
  return (
    <input
      type="text"
      inputMode={inputModes[element.type]}
      {...shared}
      onChange={(event) => write(event.target.value)}
    />
  );
}
