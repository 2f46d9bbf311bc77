/** What a person at a terminal did. */
export type Typed =
  | { readonly kind: 'line'; readonly text: string }
  /** Ctrl-C */
  | { readonly kind: 'interrupt' }
  /** Ctrl-D on an empty line */
  | { readonly kind: 'end' };

/**
 * Makes lines of keystrokes, as a terminal's driver does.
 * @param echo shows what was typed; left out where no terminal is
 */
export function lineEditor(onTyped: (typed: Typed) => void, echo: ((text: string) => void) | undefined) {
  let line = '';
  const finish = () => {
    const text = line;
    line = '';
    echo?.('\n');
    onTyped({ kind: 'line', text });
  };
  const special: Readonly<Record<string, () => void>> = {
    '\x03': () => {
      line = '';
      echo?.('^C\n');
      onTyped({ kind: 'interrupt' });
    },
    '\x04': () => {
      if (line === '') onTyped({ kind: 'end' });
    },
    '\x7f': () => {
      if (line !== '') echo?.('\b \b');
      line = line.slice(0, -1);
    },
  };
  return {
    type(text: string): void {
      for (const key of text.replaceAll('\r\n', '\n')) {
        if (key === '\n' || key === '\r') finish();
        else if (echo !== undefined && special[key] !== undefined) special[key]();
        else {
          line += key;
          echo?.(key);
        }
      }
    },
    /** The input is over: what was typed last counts as a line. */
    end(): void {
      if (line !== '') finish();
      onTyped({ kind: 'end' });
    },
  };
}
