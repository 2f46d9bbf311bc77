import type { Json } from '../core/canonical-json.ts';
import type { EventKind } from '../core/requests/event.ts';
import type { Told } from '../core/requests/notice.ts';
import { durationWords } from '../core/text/duration.ts';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { clippedWithMentions } from '../core/text/mention.ts';
import { mention } from './mention.ts';
import { momentWords } from './moment-words.ts';

type Words = (told: Told) => string;

const by: Words = ({ actor }) => mention(actor);
const text = (value: Json | undefined, max = 600) => clippedMrkdwn(typeof value === 'string' ? value : '', max);
const moment = (value: Json | undefined) => momentWords(typeof value === 'number' ? value : 0);
const ending: Words = ({ data }) => [text(data.message), text(data.hint)].filter((each) => each !== '').join(' ');

/** Each happening as one line of mrkdwn: the thread under a request's card is made of these. */
const words: Readonly<Record<EventKind, Words>> = {
  requested: (told) => `:memo:  ${by(told)} asked for this.`,
  approved: (told) => {
    const { given, needed } = told.data;
    const count = needed === 1 ? '' : ` (${given} of ${needed})`;
    return `:white_check_mark:  Approved by ${by(told)}${count}, digest ${code(String(told.data.digest).slice(0, 12))}.`;
  },
  denied: (told) => `:no_entry:  Denied by ${by(told)}: ${text(told.data.reason)}`,
  cancelled: (told) => `:leftwards_arrow_with_hook:  Cancelled by ${by(told)}.`,
  lapsed: () => ':hourglass:  Nobody decided in time: it lapsed. Ask again if it is still needed.',
  reminded: ({ data }) => `:bell:  Still waiting for approval; it lapses ${moment(data.lapsesAtMs)}.`,
  'execution-began': () => ':gear:  Carrying it out.',
  'write-sent': ({ data }) => `:arrow_right:  Sent: ${text(data.says)}.`,
  'write-done': ({ data }) => `:heavy_check_mark:  Done: ${text(data.says)}.`,
  succeeded: (told) => `:large_green_circle:  ${ending(told)}`,
  failed: (told) => `:x:  It could not be carried out. ${ending(told)}`,
  'outcome-unknown': (told) => `:grey_question:  ${ending(told)}`,
  opened: (told) =>
    `:large_green_circle:  ${ending(told)} It closes by itself ${moment(told.data.closesAtMs)}; sessions that are open then stay open.`,
  'end-announced': ({ data, atMs }) =>
    `:alarm_clock:  It closes in ${durationWords(Number(data.closesAtMs) - atMs)}, ${moment(data.closesAtMs)}. Ask for more time with *Extend*.`,
  extended: (told) => `:heavy_plus_sign:  Prolonged: it closes ${moment(told.data.closesAtMs)}.`,
  'close-began': (told) => `:lock:  Closing, asked for by ${by(told)}.`,
  'close-failed': ({ data }) =>
    `:rotating_light:  *It could not be closed* (try ${data.times}): ${text(data.because)} It is tried again ${moment(data.nextAtMs)}; until then the door is open.`,
  closed: (told) => `:lock:  ${ending(told)}`,
  'drift-seen': ({ data }) => `:eyes:  ${text(data.what)}`,
  'stray-closed': ({ data }) => `:broom:  ${text(data.what)}`,
  'break-glass': (told) =>
    `:rotating_light:  *Break-glass* by ${by(told)}, without approval: ${text(told.data.reason)} ${clippedWithMentions(String(told.data.approvers), 500)}, you could have approved it: please look.`,
  'head-posted': ({ data }) => `:chains:  Event log: ${data.seq} events, head ${code(String(data.hash))}.`,
};

/** One line of mrkdwn, escaped and within Slack's limits. */
export function eventWords(told: Told): string {
  return words[told.kind](told);
}
