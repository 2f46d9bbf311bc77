import type { Checkboxes, Option, RadioButtons } from '@slack/types';
import { useId } from 'react';
import { TextObjectView } from '../text/text-object.tsx';
import { useElement } from './form-context.ts';

/** Radio buttons and checkboxes. */
export function ChoicesElement({ element }: { readonly element: RadioButtons | Checkboxes }) {
  const { state, change, naming } = useElement(element);
  const group = useId();
  const many = element.type === 'checkboxes';
  const chosen = (
    many ? (state.selected_options as readonly Option[]) : [state.selected_option as Option | null]
  ).filter((each) => each !== null);
  const isChosen = (option: Option) => chosen.some((each) => each.value === option.value);
  const toggle = (option: Option) => {
    if (!many) return void change({ selected_option: option });
    const next = element.options.filter((each) => (each === option ? !isChosen(each) : isChosen(each)));
    void change({ selected_options: next });
  };
  return (
    <div className="choices" role={many ? 'group' : 'radiogroup'} {...naming}>
      {element.options.map((option) => (
        <label key={option.value} className="choice">
          <input
            type={many ? 'checkbox' : 'radio'}
            name={group}
            checked={isChosen(option)}
            onChange={() => toggle(option)}
          />
          <span>
            <TextObjectView text={option.text} />
            {option.description !== undefined && (
              <small className="choice-description">
                <TextObjectView text={option.description} />
              </small>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}
