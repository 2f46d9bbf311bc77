import { endedWell } from '../core/actions/act.ts';
import type { GrantWords } from '../core/actions/action.ts';
import type { ActionId } from '../core/actions/all-actions.ts';
import { grantWords } from '../core/actions/grant-words.ts';
import type { Json } from '../core/canonical-json.ts';
import type { EventKind } from '../core/requests/event.ts';
import type { Told } from '../core/requests/notice.ts';
import { durationWords } from '../core/text/duration.ts';
import { clippedMrkdwn, code, mrkdwn } from '../core/text/escape.ts';
import { clippedWithMentions } from '../core/text/mention.ts';
import { mention } from './mention.ts';
import { momentWords } from './moment-words.ts';

type Words = (told: Told, grant: GrantWords) => string;

const by = ({ actor }: Told) => mention(actor);
const text = (value: Json | undefined, max = 600) => clippedMrkdwn(typeof value === 'string' ? value : '', max);
const moment = (value: Json | undefined) => momentWords(typeof value === 'number' ? value : 0);
const shown = (value: Json | undefined, max: number) => mrkdwn(code(String(value).slice(0, max)));
const listed = (value: Json | undefined) =>
  (Array.isArray(value) ? value : [])
    .slice(0, 8)
    .map((each) => shown(each, 70))
    .join(', ') || 'none';
const ending = ({ data }: Told) => [text(data.message), text(data.hint)].filter((each) => each !== '').join(' ');

/** Each happening in a line or two of mrkdwn: the thread under a request's card is made of these. */
const words: Readonly<Record<EventKind, Words>> = {
  requested: (told) => `:memo:  ${by(told)} asked for this.`,
  approved: (told) => {
    const { given, needed } = told.data;
    const count = needed === 1 ? '' : ` (${given} of ${needed})`;
    return `:white_check_mark:  Approved by ${by(told)}${count}, digest ${shown(told.data.digest, 12)}.`;
  },
  denied: (told) => `:no_entry:  Denied by ${by(told)}: ${text(told.data.reason)}`,
  cancelled: (told) => `:leftwards_arrow_with_hook:  Cancelled by ${by(told)}.`,
  lapsed: ({ data }) =>
    data.approved === true
      ? ':hourglass:  It was approved, and could not be carried out in time: it lapsed, and nothing was done. Ask again if it is still needed.'
      : ':hourglass:  Nobody decided in time: it lapsed. Ask again if it is still needed.',
  reminded: ({ data }) => `:bell:  Still waiting for approval; it lapses ${moment(data.lapsesAtMs)}.`,
  'execution-began': () => ':gear:  Carrying it out.',
  'write-sent': ({ data }) => `:arrow_right:  Sent: ${text(data.says)}.`,
  'write-done': ({ data }) => `:heavy_check_mark:  Done: ${text(data.says)}.`,
  'act-began': () => ':arrow_forward:  The bot begins.',
  'act-ended': (told) => {
    const icon = told.data.failed === true ? ':x:' : endedWell(told.data) ? ':white_check_mark:' : ':warning:';
    return `${icon}  ${ending(told)}`;
  },
  'cancel-asked': (told) => `:octagonal_sign:  To be ended, asked for by ${by(told)}.`,
  succeeded: (told) => `:large_green_circle:  ${ending(told)}`,
  failed: (told) => `:x:  It could not be carried out. ${ending(told)}`,
  'outcome-unknown': (told) => `:grey_question:  ${ending(told)}`,
  opened: ({ data }, { ends, sessions }) => {
    const line = `:large_green_circle:  ${text(data.message)} It ${ends} ${moment(data.closesAtMs)}; ${sessions}.`;
    // On a line of its own: it is what the person waits for, and copies.
    return data.hint === undefined ? line : `${line}\n${text(data.hint)}`;
  },
  'end-announced': ({ data, atMs }, { ends }) => {
    const line = `:alarm_clock:  It ${ends} in ${durationWords(Number(data.closesAtMs) - atMs)}, ${moment(data.closesAtMs)}.`;
    return data.mayBeProlonged === false ? line : `${line} Ask for more time with *Extend*.`;
  },
  extended: (told) => `:heavy_plus_sign:  Prolonged: it closes ${moment(told.data.closesAtMs)}.`,
  'close-began': (told) => `:gear:  Closing, asked for by ${by(told)}.`,
  'close-failed': ({ data }, { still }) =>
    `:rotating_light:  *It could not be closed* (try ${data.times}): ${text(data.because)} It is tried again ${moment(data.nextAtMs)}; until then ${still}.`,
  closed: (told, grant) => `:lock:  ${grant.closed}. ${ending(told)}`,
  'drift-seen': ({ data }) => `:eyes:  ${text(data.what)}`,
  'stray-closed': ({ data }) => `:broom:  ${text(data.what)}`,
  'break-glass': (told) =>
    `:rotating_light:  *Break-glass* by ${by(told)}, without approval: ${text(told.data.reason)} ${clippedWithMentions(String(told.data.approvers), 500)}, you could have approved it: please look.`,
  'host-keys-read': (told) => `:mag:  ${by(told)} had the host keys of ${shown(told.data.vm, 300)} read through Azure.`,
  'host-keys-pinned': ({ data }) =>
    `:key:  These host keys are trusted for ${shown(data.vm, 300)} from now on: ${listed(data.keys)}.`,
  'host-key-changed': ({ data }) =>
    `:rotating_light:  *The host key of ${shown(data.vm, 300)} has changed*: approved were ${listed(data.was)}, and it shows ${listed(data.is)}.`,
  'head-posted': ({ data }) =>
    `:chains:  Event log: its last event is number ${Number(data.seq)}, with the hash ${shown(data.hash, 64)}. Whoever rewrites the log cannot rewrite this message.`,
  'audit-ended': ({ data }) =>
    `:satellite_antenna:  An audit ended (${shown(data.status, 20)}): ${Number(data.findings)} findings among ${Number(data.nsgs)} security groups.`,
  waived: (told) =>
    `:no_bell:  ${by(told)} waived ${shown(told.data.name, 100)} until ${moment(told.data.untilMs)}: ${text(told.data.reason)}`,
  'waiver-ended': (told) => `:bell:  ${by(told)} ended the waiver of ${shown(told.data.name, 100)}.`,
};

/**
 * A line or two of mrkdwn, escaped and within Slack's limits.
 * @param action what the request is about; left out where the event belongs to none
 */
export function eventWords(told: Told, action?: ActionId): string {
  return words[told.kind](told, grantWords(action));
}
