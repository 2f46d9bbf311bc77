import type { ConfirmationDialog } from '@slack/types';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { TextObjectView } from '../text/text-object.tsx';
import { Dialog } from '../ui/dialog.tsx';
import './confirm-dialog.css';

export type ConfirmObject = ConfirmationDialog;
type Ask = (confirm: ConfirmObject) => Promise<boolean>;

const ConfirmContext = createContext<Ask>(async () => true);

/** Asks with a confirm dialog; the promise tells whether the person went on. */
export function useConfirm(): Ask {
  return useContext(ConfirmContext);
}

interface Asked {
  readonly confirm: ConfirmObject;
  readonly answer: (goOn: boolean) => void;
}

export function ConfirmProvider({ children }: { readonly children: ReactNode }) {
  const [asked, setAsked] = useState<Asked>();
  const ask = useCallback<Ask>((confirm) => {
    return new Promise((resolve) => {
      setAsked({
        confirm,
        answer: (goOn) => {
          setAsked(undefined);
          resolve(goOn);
        },
      });
    });
  }, []);
  return (
    <ConfirmContext value={ask}>
      {children}
      {asked !== undefined && <ConfirmView {...asked} />}
    </ConfirmContext>
  );
}

function ConfirmView({ confirm, answer }: Asked) {
  return (
    <Dialog className="confirm" label={confirm.title?.text ?? 'Are you sure?'} onCancel={() => answer(false)}>
      <h2 className="confirm-title">{confirm.title?.text ?? 'Are you sure?'}</h2>
      <div className="confirm-text">
        <TextObjectView text={confirm.text} />
      </div>
      <div className="confirm-buttons">
        <button type="button" className="button" onClick={() => answer(false)}>
          {confirm.deny?.text ?? 'Cancel'}
        </button>
        <button
          type="button"
          data-autofocus
          className={`button button--${confirm.style ?? 'primary'}`}
          onClick={() => answer(true)}
        >
          {confirm.confirm?.text ?? 'Yes'}
        </button>
      </div>
    </Dialog>
  );
}
