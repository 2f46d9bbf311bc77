import type { KnownBlock } from '@slack/types';
import type { Act, OverSsh } from '../core/actions/act.ts';
import { commandDigest, showBytes } from '../core/commands/show-bytes.ts';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { context, preformatted, section } from './blocks.ts';
import { pinLines } from './pin-lines.ts';

/** What the bot will do itself, whole: nobody approves what they did not see. */
export function actBlocks(act: Act): KnownBlock[] {
  switch (act.kind) {
    case 'pin':
      return [section(...pinLines(act))];
    case 'run': {
      const { command, template, limits } = act;
      const shown = showBytes(command);
      const from = template === undefined ? 'written freely' : `from the template ${code(template)}`;
      return [
        section(clippedMrkdwn(`*Command*, ${from}, run ${asWords(act)}:`, 600)),
        preformatted(shown.text),
        context(
          ...(shown.note === undefined ? [] : [clippedMrkdwn(shown.note, 600)]),
          `SHA-256 of the command: \`${commandDigest(command)}\``,
          `At most ${limits.wallMs / 1000} s. ${readersWords(act)}`,
        ),
      ];
    }
    case 'get': {
      const shown = showBytes(act.path);
      return [
        section(clippedMrkdwn(`*File*, read ${asWords(act)}, ${act.mostBytes} bytes at most:`, 600)),
        preformatted(shown.text),
        context(...(shown.note === undefined ? [] : [clippedMrkdwn(shown.note, 600)]), readersWords(act)),
      ];
    }
  }
}

function asWords({ user, address, port }: OverSsh): string {
  return `as ${code(user)} at ${code(address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`)}`;
}

function readersWords({ answersIn }: OverSsh): string {
  if (answersIn === undefined) return 'What comes of it is read by the person who asked, directly.';
  return `What comes of it is read by everybody in <#${answersIn}>.`;
}
