import type { ModalView } from '@slack/types';
import type { Plan } from '../core/actions/plan.ts';
import { isNsgId } from '../core/nsg-facts.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { clippedMrkdwn, code, codeBlock } from '../core/text/escape.ts';
import { context, section } from './blocks.ts';
import { limits, plain } from './limits.ts';
import { requestTitle } from './request-title.ts';

const mostPieces = 20;
/** Of the text, as Slack counts it: `&` is five characters there. The rest is the fence. */
const mostInPiece = 2800;

/**
 * The plan as it goes out to Azure Resource Manager.
 * @param text the requests, one after the other, holes in angle brackets
 */
export function exactRequest(request: VmRequest, text: string): ModalView {
  const pieces = piecesOf(text, mostInPiece);
  return {
    type: 'modal',
    title: plain('Exact request', limits.modalTitle),
    close: plain('Close', limits.modalTitle),
    blocks: [
      section(clippedMrkdwn(`To ${requestTitle(request)}, ${whoDoes(request)}:`, 400)),
      ...pieces.slice(0, mostPieces).map((piece) => section(codeBlock(piece))),
      ...(pieces.length > mostPieces ? [section('_There is more than fits here: do not approve it._')] : []),
      context(
        clippedMrkdwn(boundTo(request), 400),
        hasHoles(request.plan)
          ? 'In angle brackets stands what is only known when it is carried out. Nothing else may differ then.'
          : 'Nothing of it may differ when it is carried out.',
        `Who approves it approves the plan with the SHA-256 \`${request.digest}\``,
      ),
    ],
  };
}

function whoDoes({ plan }: VmRequest): string {
  return plan.writes.length === 0 ? 'the bot does exactly this' : 'Azure Resource Manager is asked for exactly this';
}

/** Where there are none, angle brackets are those of the command itself. */
function hasHoles({ writes, undo }: Plan): boolean {
  // A text with these characters has a backslash in between.
  return JSON.stringify([writes, undo]).includes('"$hole":');
}

function boundTo({ plan: { vm } }: VmRequest): string {
  const address = vm.privateAddress === '' ? '' : ` and private address ${code(vm.privateAddress)}`;
  const what = isNsgId(vm.id) ? 'security group' : 'machine';
  return `It holds for the ${what} with the unique id ${code(vm.vmId)}${address}, and for no other of that name.`;
}

/** Cut between lines; a line that is too long for one piece is cut within. */
function piecesOf(text: string, max: number): string[] {
  const pieces: string[] = [];
  let piece: string[] = [];
  let length = 0;
  for (const line of text.split('\n').flatMap((each) => partsOf(each, max))) {
    const more = writtenLength(line) + 1;
    if (length + more > max && piece.length > 0) {
      pieces.push(piece.join('\n'));
      [piece, length] = [[], 0];
    }
    piece.push(line);
    length += more;
  }
  return [...pieces, piece.join('\n')];
}

function partsOf(line: string, max: number): string[] {
  const parts = [''];
  let length = 0;
  for (const character of line) {
    length += writtenLength(character);
    if (length > max) {
      parts.push('');
      length = writtenLength(character);
    }
    parts[parts.length - 1] += character;
  }
  return parts;
}

function writtenLength(text: string): number {
  return codeBlock(text).length - codeBlock('').length;
}
