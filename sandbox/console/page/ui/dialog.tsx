import { type ReactNode, useEffect, useRef } from 'react';
import { focusComposer } from '../composer/focus-composer.ts';
import './dialog.css';

interface DialogProps {
  readonly label: string;
  readonly className: string;
  readonly hidden?: boolean;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus inside, closes on Escape and gives the focus back. */
export function Dialog({ label, className, hidden = false, onCancel, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element === null || hidden) return;
    const before = document.activeElement;
    const message = before?.closest<HTMLElement>('[data-testid="message"]');
    element.showModal();
    const first =
      element.querySelector<HTMLElement>('[data-autofocus]') ??
      element.querySelector<HTMLElement>('.dialog-body :is(input, textarea, button)');
    first?.focus();
    return () => {
      element.close();
      if (before instanceof HTMLElement && before !== document.body) before.focus();
      // What opened it may be gone: a card loses its buttons once they were used.
      if (document.activeElement === document.body) message?.querySelector('button')?.focus();
      if (document.activeElement === document.body) focusComposer();
    };
  }, [hidden]);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-label={label}
      onCancel={(event) => {
        if (event.target !== dialog.current) return;
        event.preventDefault();
        onCancel();
      }}
    >
      {children}
    </dialog>
  );
}
