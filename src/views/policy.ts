import type { KnownBlock } from '@slack/types';
import type { ExplainedAction, Explanation } from '../core/policy/explain-policy.ts';
import type { PolicyVm } from '../core/policy/policy.ts';
import { actionFacts } from '../core/policy/policy-actions.ts';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { clippedWithMentions } from '../core/text/mention.ts';
import { context, header, section } from './blocks.ts';
import { limits } from './limits.ts';
import type { Message } from './message.ts';

/** So that rules with hundreds of names leave room for all actions in one message. */
const most = { rules: 1200, line: 340, breakGlass: 400 };

/** Which rule applies to a VM and why, and who may do what; for the person who asked. */
export function policyExplained(vm: PolicyVm, explanation: Explanation): Message {
  const { rules, actions, breakGlass } = explanation;
  const title = `What the policy says about ${vm.name}`;
  return {
    text: clippedMrkdwn(`What the policy says about ${code(vm.name)}`, limits.notification),
    blocks: [
      header(title),
      context(clippedMrkdwn(`${code(vm.resourceGroup)} in ${code(vm.subscriptionName ?? vm.subscriptionId)}`, 400)),
      section(clippedWithMentions(rules.join(' '), most.rules)),
      ...actions.map(actionBlock),
      ...(breakGlass === undefined
        ? []
        : [context(`:rotating_light:  ${clippedWithMentions(breakGlass, most.breakGlass)}`)]),
      context('Guests and people of other workspaces may do nothing, and nobody approves their own request.'),
    ],
  };
}

function actionBlock(explained: ExplainedAction): KnownBlock {
  const title = `*${actionFacts[explained.action].title}* (\`${explained.action}\`)`;
  if (explained.kind === 'closed')
    return section(`${title}: nobody. ${clippedWithMentions(explained.because, most.line)}`);
  const { requesters, you, approval, limits: within } = explained;
  return section(
    title,
    ...[
      `Who may: ${requesters}. ${you}`,
      ...(approval === undefined ? [] : [`Needs: ${approval}${approval === 'no approval' ? '' : ' to approve'}.`]),
      ...(within.length === 0 ? [] : [`Limits: ${within.join('; ')}.`]),
    ].map((line) => clippedWithMentions(line, most.line)),
  );
}
