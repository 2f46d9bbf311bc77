import { permissionOf } from '../permission-of.ts';
import { quote } from '../quote.ts';
import { nameOf } from '../resource-id.ts';
import { hasCode, type RefusalRow, refused, wordsOf } from './verdict.ts';

const errors = 'https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors';
const roles = 'https://learn.microsoft.com/azure/role-based-access-control/troubleshooting';

const soon = 'Whoever runs Drawbridge can give it to the bot; Azure takes some minutes to know.';

/** What nobody but a person can mend. */
export const refusalRows: readonly RefusalRow[] = [
  {
    name: 'a policy',
    source:
      'https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-policy-requestdisallowedbypolicy',
    matches: (failure) => hasCode(failure, ['RequestDisallowedByPolicy']),
    verdict(failure) {
      const named = failure.policy ?? /"policyAssignment":\{"name":"([^"]+)"/.exec(failure.message)?.[1];
      const which = named === undefined ? 'An Azure Policy' : `The Azure Policy "${quote(named)}"`;
      const because = named === undefined ? `${which} forbids it: ${quote(failure.message)}.` : `${which} forbids it.`;
      return refused(failure, because, 'Ask whoever owns that policy for an exemption.');
    },
  },
  {
    name: 'a linked permission',
    source: roles,
    matches: (failure) => hasCode(failure, ['LinkedAuthorizationFailed']),
    verdict(failure, { method, path }) {
      // "... has permission to perform action 'A' on scope 'x'; however, it does not have permission to perform action(s)
      // 'B' on the linked scope(s) 'y' ..."
      const [, named, scope] =
        /not have (?:permission|authorization) to perform action(?:\(s\))? '([^']{1,200})'(?:[^']{0,80}scope(?:\(s\))? '([^']{1,400})')?/i.exec(
          failure.message,
        ) ?? [];
      const permission = named ?? permissionOf(method, path);
      const on = scope === undefined ? '' : ` on ${nameOf(scope)}`;
      const because = 'The bot may not use something that this change refers to.';
      return refused(failure, because, `It needs the permission ${permission}${on}. ${soon}`, { permission });
    },
  },
  {
    name: 'a permission',
    source: roles,
    matches: ({ status, code }) => status === 403 || code.toLowerCase() === 'authorizationfailed',
    verdict(failure, { method, path }) {
      if (failure.code !== '' && failure.code.toLowerCase() !== 'authorizationfailed')
        return refused(
          failure,
          `Azure forbids it: ${quote(wordsOf(failure)) || 'it does not say why'} (${failure.code}).`,
          'Ask whoever looks after this Azure subscription.',
        );
      // "... does not have authorization to perform action 'Microsoft.X/y/write' over scope '...'"
      const permission = /perform action '([^']{1,200})'/i.exec(failure.message)?.[1] ?? permissionOf(method, path);
      return refused(failure, 'The bot may not do this in Azure.', `It needs the permission ${permission}. ${soon}`, {
        permission,
      });
    },
  },
  {
    name: 'a token',
    source: errors,
    matches: ({ status }) => status === 401,
    verdict: (failure) =>
      refused(
        failure,
        `Azure did not accept the bot's token (${failure.code || failure.status}).`,
        'Whoever runs Drawbridge should check its tenant, cloud and credential.',
      ),
  },
  {
    name: 'a lock',
    source: 'https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources',
    matches: (failure) => hasCode(failure, ['ScopeLocked']),
    verdict(failure) {
      const scopes = /locked: '([^']+)'/.exec(failure.message)?.[1]?.split(',').map(nameOf) ?? [];
      const where = scopes.length === 0 ? '' : ` on ${quote(scopes.join(' and '))}`;
      const hint = 'Ask whoever looks after it to take the lock off, then try again.';
      return refused(failure, `A lock${where} forbids it.`, hint);
    },
  },
  {
    name: 'a disabled subscription',
    source: errors,
    matches: (failure) => hasCode(failure, ['ReadOnlyDisabledSubscription']),
    verdict: (failure) =>
      refused(failure, 'The subscription is disabled, so nothing in it can be changed.', 'Ask whoever pays for it.'),
  },
  {
    name: 'gone',
    source: errors,
    matches: ({ status }) => status === 404,
    verdict: (failure) =>
      refused(
        failure,
        `What should be changed is not there any more: ${quote(wordsOf(failure)) || 'Azure does not find it'}.`,
        'Check the VM again: it may have been deleted, moved or renamed.',
      ),
  },
];
