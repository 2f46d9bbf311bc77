import type { RemediationId } from '../core/checks/check.ts';
import { allRemediations } from '../core/remediations/all-remediations.ts';

interface Words {
  readonly name: string;
  readonly portal: string;
}

/** What is explained to people and not done for them. */
const explained = { 'add-key': { name: 'Add an SSH key', portal: 'Help › Reset password › Add SSH public key' } };

/** What a remediation is called, and the way to it in the Azure portal. */
export const remediationWords = {
  ...Object.fromEntries<Words>(allRemediations.map(({ id, title, portal }) => [id, { name: title, portal }])),
  ...explained,
} as Readonly<Record<RemediationId, Words>>;
