/** Names by which Slack tells the handlers what was pressed, chosen or submitted. */
export const actionIds = {
  /** Button; its value is the report's id. */
  shareReport: 'connect-check:share',
  /** Button; its value is the report's id. */
  checkAgain: 'connect-check:again',
  /** Button or menu; the chosen value is `<pending id>:<index of the candidate>`. */
  pickVm: 'connect-check:pick',
  /** Button; its value is the pending id. Opens the form where the command's own trigger came too late. */
  askAddress: 'connect-check:ask',
} as const;

/** The form that asks where a person connects from; its `private_metadata` is the pending id. */
export const addressForm = { callbackId: 'connect-check:address', blockId: 'address', actionId: 'address' } as const;
