import { type FocusEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { focusComposer } from '../composer/focus-composer.ts';

/** The element that had the focus, told so that its successor can be found. */
interface Held {
  readonly element: HTMLElement;
  readonly name: string;
  /** Which one of those with the same name. */
  readonly nth: number;
}

/**
 * Keeps the focus of whoever works with the keyboard in a message that the app replaces under them: it goes to what has
 * come in place of the focused element, waits on the message itself while there is none, and goes to the composer when the
 * message is taken away. A browser would let it fall to the page, back before everything.
 */
export function useKeptFocus() {
  const frame = useRef<HTMLElement>(null);
  const held = useRef<Held | undefined>(undefined);

  // After every change: which one it was that replaced the element, nobody tells.
  useLayoutEffect(() => {
    const message = frame.current;
    if (message === null || held.current === undefined || held.current.element.isConnected) return;
    if (document.activeElement !== document.body && document.activeElement !== message) return;
    const { name, nth } = held.current;
    const successor = namesakes(message, name)[nth];
    if (successor === undefined) waitOn(message);
    else successor.focus({ preventScroll: true });
  });
  useEffect(
    () => () => {
      if (held.current !== undefined && document.activeElement === document.body) focusComposer();
    },
    [],
  );

  return {
    ref: frame,
    onFocus({ target }: FocusEvent<HTMLElement>) {
      if (target === frame.current) return;
      const name = nameOf(target);
      held.current = { element: target, name, nth: namesakes(frame.current, name).indexOf(target) };
    },
    onBlur({ target }: FocusEvent<HTMLElement>) {
      if (target === frame.current) target.removeAttribute('tabindex');
      if (target.isConnected) held.current = undefined;
    },
  };
}

/** Only for as long as it has the focus: a click on a message must not take the focus from the composer. */
function waitOn(message: HTMLElement): void {
  message.tabIndex = -1;
  message.focus({ preventScroll: true });
}

function namesakes(message: HTMLElement | null, name: string): HTMLElement[] {
  return [...(message?.querySelectorAll<HTMLElement>('a, button, input, textarea') ?? [])].filter(
    (each) => nameOf(each) === name,
  );
}

function nameOf(element: HTMLElement): string {
  return element.dataset.testid ?? element.getAttribute('aria-label') ?? element.textContent ?? '';
}
