import type { KnownBlock } from '@slack/types';
import { clientLine } from '../core/host-keys/key-words.ts';
import { type KnownMachine, knownHostsLines, sshConfigBlock } from '../core/host-keys/known-hosts.ts';
import { clippedCodeBlock, codeBlock } from '../core/text/escape.ts';
import { context, section } from './blocks.ts';

/** With the report around them they stay within the 13,200 characters that Slack takes in one message. */
const most = { keys: 8, keyLine: 200, words: 1200, box: 2900, allHostLines: 6000 };

/** What a person puts into their own files, and what they should see there. */
export function forYourClient(known: KnownMachine & { readonly user: string | undefined }): KnownBlock[] {
  const [first, ...others] = known.keys.slice(0, most.keys).map(clientLine);
  const block = shortEnough(sshConfigBlock(known));
  const { boxes, left } = fitting(knownHostsLines(known));
  return [
    section(
      '*What your SSH client should show when it connects for the first time*',
      clippedCodeBlock(first ?? '', most.keyLine),
      ...(others.length === 0
        ? []
        : ['or, where it prefers another type:', clippedCodeBlock(others.join('\n'), most.words)]),
    ),
    section('*Or have it compare by itself.* Into `~/.ssh/known_hosts`, a line for each key:'),
    ...boxes.map((box) => section(codeBlock(box))),
    ...(left > 0
      ? [context(`${left} more would be too long for Slack: your client asks for those it does not know.`)]
      : []),
    ...(block === undefined
      ? [context('No address leads to the VM yet, so there is nothing to put into `~/.ssh/config`.')]
      : [section('and into `~/.ssh/config`:', codeBlock(block), ...userHint(block))]),
  ];
}

/**
 * Lines that go together are copied together: as many to a box as it takes. A line that is cut names another key, so one
 * that does not fit is left out.
 */
function fitting(all: readonly string[]): { boxes: string[]; left: number } {
  let [room, left] = [most.allHostLines, 0];
  const boxes: string[] = [];
  for (const line of all) {
    const length = codeBlock(line).length;
    if (length > most.box || length > room) {
      left += 1;
      continue;
    }
    room -= length;
    const together = `${boxes.at(-1) ?? ''}\n${line}`;
    if (boxes.length > 0 && codeBlock(together).length <= most.box) boxes[boxes.length - 1] = together;
    else boxes.push(line);
  }
  return { boxes, left };
}

/** As for known_hosts: a block that is cut does something else. */
function shortEnough(block: string | undefined): string | undefined {
  return block !== undefined && codeBlock(block).length <= most.words ? block : undefined;
}

function userHint(block: string): string[] {
  return /^ {2}User /m.test(block)
    ? []
    : ['Add a line `User` with your user name on the VM, if it is not the one that you have here.'];
}
