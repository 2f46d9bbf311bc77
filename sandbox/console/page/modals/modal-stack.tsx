import type { ModalView } from '../../../slack/workspace.ts';
import { Modal } from './modal.tsx';

/** Open modals; only the topmost is seen, those below keep what was entered. */
export function ModalStack({ modals }: { readonly modals: readonly ModalView[] }) {
  return modals.map((modal, index) => <Modal key={modal.id} modal={modal} hidden={index < modals.length - 1} />);
}
