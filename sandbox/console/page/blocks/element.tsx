import type { ActionsBlockElement, InputBlockElement, SectionBlockAccessory } from '@slack/types';
import type { ReactNode } from 'react';
import { ButtonElement } from './button-element.tsx';
import { ChoicesElement } from './choices-element.tsx';
import { DateElement } from './date-element.tsx';
import { ImageElementView } from './image.tsx';
import { OverflowElement } from './overflow-element.tsx';
import { SelectElement } from './select-element.tsx';
import { TextInputElement } from './text-input-element.tsx';

export type AnyElement = ActionsBlockElement | InputBlockElement | SectionBlockAccessory;

/** One interactive element of Block Kit, wherever it sits. */
export function ElementView({ element }: { readonly element: AnyElement }): ReactNode {
  switch (element.type) {
    case 'button':
    case 'workflow_button':
      return <ButtonElement element={element} />;
    case 'overflow':
      return <OverflowElement element={element} />;
    case 'image':
      return <ImageElementView image={element} className="block-accessory-image" />;
    case 'radio_buttons':
    case 'checkboxes':
      return <ChoicesElement element={element} />;
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <DateElement element={element} />;
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return <TextInputElement element={element} />;
    case 'rich_text_input':
    case 'file_input':
      return <span className="block-unknown">The sandbox has no {element.type} yet</span>;
    default:
      return <SelectElement element={element} />;
  }
}
