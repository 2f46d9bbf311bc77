import type { RemediationId } from '../core/remediations/all-remediations.ts';

/** Names by which Slack tells the handlers what was pressed, chosen or submitted. */
export const actionIds = {
  /** Button; its value is the report's id. */
  shareReport: 'connect-check:share',
  /** Button; its value is the report's id. */
  checkAgain: 'connect-check:again',
  /** Button; its value is the report's id. */
  lookAgain: 'troubleshoot:again',
  /** Button or menu; the chosen value is `<pending id>:<index of the candidate>`. */
  pickVm: 'connect-check:pick',
  /** Button; its value is the pending id. Opens the form where the command's own trigger came too late. */
  askAddress: 'connect-check:ask',
  /** Button or menu; the chosen value is `<pending id>:<index of the candidate>`. */
  pickRemediationVm: 'remediation:pick',
  /** Button; its value is the pending id. Opens the form where the command's own trigger came too late. */
  openRemediationForm: 'remediation:form',
  /** Button; its value is the pending id. Opens the form that asks for a key. */
  openKeyForm: 'access-key:form',
  /** Buttons on a request's card; the value is the request's id, and nothing else. */
  approve: 'request:approve',
  deny: 'request:deny',
  cancel: 'request:cancel',
  showRequest: 'request:show',
  closeGrant: 'request:close',
  extendGrant: 'request:extend',
  /** Button on the card of a closing that was carried out; its value is the request's id. */
  reopenPort: 'request:reopen',
  /** On the message that shows what comes of a command. */
  cancelAct: 'request:cancel-act',
  /** Button; its value is the look's id. */
  readHostKeys: 'host-keys:read',
  /** Button; its value is the reading's id. */
  trustHostKeys: 'host-keys:trust',
  /** Buttons of an audit's report; the value is the short id of a finding. */
  auditDetails: 'audit:details',
  auditWaive: 'audit:waive',
  auditEndWaiver: 'audit:end-waiver',
  closeFinding: 'audit:close',
} as const;

/** Button; its value is the report's id. Each remediation has an action of its own, as several stand in one block. */
export function askRemediationId(remediation: RemediationId): string {
  return `remediation:ask:${remediation}`;
}

/** The form that asks where a person connects from; its `private_metadata` is the pending id. */
export const addressForm = { callbackId: 'connect-check:address', blockId: 'address', actionId: 'address' } as const;

/** The form that asks for a remediation; its `private_metadata` is the pending id. */
export const remediationForm = {
  callbackId: 'remediation:form',
  from: 'from',
  duration: 'duration',
  port: 'port',
  reason: 'reason',
  keep: 'keep',
} as const;

/** The form that asks for a public key; its `private_metadata` is the pending id. */
export const keyForm = {
  callbackId: 'access-key:form',
  user: 'user',
  publicKey: 'public-key',
  duration: 'duration',
  reason: 'reason',
} as const;
/** The form that asks why host keys are to be trusted; its `private_metadata` is the reading's id. */
export const trustForm = { callbackId: 'host-keys:trust', reason: 'reason' } as const;

/** The form that asks why a request is denied; its `private_metadata` is the request's id. */
export const denyForm = { callbackId: 'request:deny', reason: 'reason' } as const;

/** The form that asks why a finding is to be closed; its `private_metadata` is the finding's short id. */
export const closeFindingForm = { callbackId: 'audit:close', reason: 'reason' } as const;

/** The form that asks why a port is to be reopened; its `private_metadata` is the id of the request that closed it. */
export const reopenForm = { callbackId: 'request:reopen', reason: 'reason' } as const;

/** The form that asks for more time; its `private_metadata` is the grant's request id. */
export const extendForm = { callbackId: 'request:extend', duration: 'duration', reason: 'reason' } as const;

/** The form that asks why and until when a finding is waived; its `private_metadata` is `<finding's short id>:<id of the run>`. */
export const waiveForm = { callbackId: 'audit:waive', reason: 'reason', until: 'until' } as const;
