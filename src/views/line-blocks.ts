import type { KnownBlock } from '@slack/types';
import type { Lines } from '../core/connect/lines.ts';
import { codeBlock } from '../core/text/escape.ts';
import { section } from './blocks.ts';

/** The longest that a real resource id and group make of it; a message takes some 13,000 in all. */
const mostOfBlock = 1100;

/**
 * What to type under its title: one block where every shell reads it alike, else one for each system. A line that is cut
 * does something else, so what does not fit is left out.
 * @param title mrkdwn, already escaped and clipped
 */
export function lineBlocks(title: string, lines: Lines): KnownBlock[] {
  const shown = byShell(lines).flatMap(({ name, text }) => {
    const block = codeBlock(text.join('\n'));
    return text.length === 0 || block.length > mostOfBlock ? [] : [{ name, block }];
  });
  const [first, ...others] = shown;
  if (first === undefined) return [section(title, 'The names on the way are such that no line can be given here.')];
  return [
    section(title, ...named(first.name), first.block),
    ...others.map(({ name, block }) => section(...named(name), block)),
  ];
}

function byShell({ sh, powershell, cmd }: Lines) {
  const isWindowsOne = same(powershell, cmd);
  if (isWindowsOne && same(sh, cmd)) return [{ name: undefined, text: sh }];
  const windows = isWindowsOne
    ? [{ name: 'Windows', text: cmd }]
    : [
        { name: 'Windows PowerShell', text: powershell },
        { name: 'Windows cmd.exe', text: cmd },
      ];
  const isShAlone = powershell.length === 0 && cmd.length === 0;
  return [{ name: isShAlone ? undefined : 'Linux, macOS, WSL', text: sh }, ...windows];
}

function named(name: string | undefined): string[] {
  return name === undefined ? [] : [`${name}:`];
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
