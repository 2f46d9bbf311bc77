import { addMember } from '../api/conversations.ts';
import type { SlackCore } from '../slack-core.ts';
import type { Channel } from '../state.ts';
import type { Outcome } from '../workspace.ts';

/** Slack's own `/invite @name`: brings a person or the bot into the channel. */
export function invite(core: SlackCore, channel: Channel, line: string): Outcome {
  const name = line.replace(/^\/invite\s+@?/, '').trim();
  const person = [...core.state.people.values()].find((each) => each.name === name);
  if (person === undefined) return { ok: false, notice: `There is nobody called ${name}` };
  if (channel.kind !== 'public' && channel.kind !== 'private')
    return { ok: false, notice: 'Nobody can be invited here' };
  if (channel.members.has(person.id)) return { ok: false, notice: `${name} is already in this channel` };
  addMember(core, channel, person.id);
  return { ok: true };
}
