import { type FormEvent, useEffect, useState } from 'react';
import type { ModalView } from '../../../slack/workspace.ts';
import { useConsole } from '../app/console-context.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { FormContext } from '../blocks/form-context.ts';
import { statefulBlocks } from '../blocks/form-element.ts';
import { collectValues, problems } from '../blocks/form-state.ts';
import { useFormState } from '../blocks/use-form.ts';
import appIcon from '../icon.svg';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import './modal.css';

export function Modal({ modal, hidden }: { readonly modal: ModalView; readonly hidden: boolean }) {
  const { act, actAndTell } = useConsole();
  const [ownErrors, setOwnErrors] = useState<ModalView['errors']>({});
  const [sending, setSending] = useState(false);
  const [notice, setNotice] = useState<string>();
  const form = useFormState({ in: 'view', viewId: modal.id }, modal.blocks, { ...modal.errors, ...ownErrors });
  const close = () => void actAndTell({ kind: 'closeModal', viewId: modal.id });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (sending) return;
    const inputs = statefulBlocks(modal.blocks);
    const values = collectValues(inputs, form.edited);
    const found = problems(inputs, values);
    setOwnErrors(found);
    setNotice(undefined);
    if (Object.keys(found).length > 0) return;
    setSending(true);
    const outcome = await act({ kind: 'submitModal', viewId: modal.id, values });
    setSending(false);
    if (!outcome.ok) setNotice(outcome.notice);
  };

  useEffect(() => {
    const first = Object.keys({ ...modal.errors, ...ownErrors })[0];
    if (first === undefined) return;
    const block = document.querySelector(`dialog[open] [data-testid="block-${CSS.escape(first)}"]`);
    block?.querySelector<HTMLElement>('input, textarea, button')?.focus();
  }, [modal.errors, ownErrors]);

  return (
    <Dialog className="modal" label={modal.title} hidden={hidden} onCancel={close}>
      <form className="modal-form" onSubmit={(event) => void submit(event)} noValidate data-testid="modal">
        <header className="modal-head">
          <img src={appIcon} alt="" className="modal-icon" />
          <h2>{modal.title}</h2>
          <button type="button" className="icon-button" aria-label="Close the dialog" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        <div className="modal-body dialog-body">
          {notice !== undefined && (
            <p className="block-alert block-alert--error" role="alert">
              {notice}
            </p>
          )}
          <FormContext value={form}>
            <Blocks blocks={modal.blocks} />
          </FormContext>
        </div>
        <footer className="modal-foot">
          <button type="button" className="button" onClick={close}>
            {modal.close}
          </button>
          {modal.submit !== undefined && (
            <button type="submit" className="button button--primary" disabled={sending} aria-busy={sending}>
              {modal.submit}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}
