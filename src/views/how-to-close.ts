import type { KnownBlock } from '@slack/types';
import { closeCommands } from '../core/audit/close-commands.ts';
import type { Finding } from '../core/audit/finding.ts';
import { clippedMrkdwn, code, codeBlock } from '../core/text/escape.ts';
import { section } from './blocks.ts';

/** Characters. */
const mostCommand = 900;

const routeAdvice =
  "Azure's own rule for VirtualNetwork lets them in, because a route table sends public addresses that way: look at its routes.";

/** What closes a finding without the bot. A command that is cut does something else, so one that does not fit is left out. */
export function howToClose(finding: Finding): KnownBlock[] {
  if (finding.about === 'machine')
    return [
      section(
        '*To close it*',
        'Put a network security group on its interface or subnet that lets in only who needs it.',
      ),
    ];
  const commands = closeCommands(finding)
    .map(codeBlock)
    .filter((each) => each.length <= mostCommand);
  const { rules, opening, verdict } = finding;
  const first = rules.find(({ name }) => name === opening?.rule) ?? rules[0];
  // A short list is somebody's decision: there is nothing to close.
  if (first === undefined || verdict === 'narrow' || verdict === 'closed') return [];
  const advice =
    first.priority > 4096
      ? routeAdvice
      : `Better still, let only those in who need it: give ${code(first.name)} the addresses of your office or VPN as its source.`;
  return [
    section(
      '*To close it*',
      ...(commands.length > 0
        ? [
            `A rule in front of ${clippedMrkdwn(code(first.name), 100)} shuts out everybody on the internet whom no earlier rule lets in; a rule behind it loses its effect. Sessions that are open stay open.`,
            ...commands,
          ]
        : [
            `No priority is free in front of ${clippedMrkdwn(code(first.name), 100)}, so a Deny does not fit: change that rule itself, or give it a higher number.`,
          ]),
      clippedMrkdwn(advice, 300),
    ),
  ];
}
