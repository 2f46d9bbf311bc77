import { allRemediations, type RemediationId } from '../core/remediations/all-remediations.ts';

interface Words {
  readonly name: string;
  readonly portal: string;
}

/** What a remediation is called, and the way to it in the Azure portal. */
export const remediationWords = Object.fromEntries<Words>(
  allRemediations.map(({ id, title, portal }) => [id, { name: title, portal }]),
) as Readonly<Record<RemediationId, Words>>;
