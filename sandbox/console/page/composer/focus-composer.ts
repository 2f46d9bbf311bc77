/** Gives the focus to where one types: the place for it when what had it is gone. */
export function focusComposer(): void {
  document.querySelector<HTMLElement>('[data-testid="composer"]')?.focus();
}
