import { findMessage } from '../messages.ts';
import { visibleChannel } from './find-channel.ts';
import { type Method, requiredText, SlackRefusal } from './method.ts';

const add: Method = {
  name: 'reactions.add',
  scope: 'reactions:write',
  run(core, args) {
    const channel = visibleChannel(core, requiredText(args, 'channel'));
    const name = requiredText(args, 'name').replaceAll(':', '');
    if (!/^[\w+'-]+$/.test(name)) throw new SlackRefusal('invalid_name');
    const message = findMessage(core, channel.id, requiredText(args, 'timestamp'));
    if (message === undefined || message.ephemeralTo !== undefined) throw new SlackRefusal('message_not_found');
    const users = message.reactions.get(name) ?? new Set<string>();
    if (users.has(core.state.bot.userId)) throw new SlackRefusal('already_reacted');
    message.reactions.set(name, users.add(core.state.bot.userId));
    core.state.changed();
    return {};
  },
};

export const reactionMethods: readonly Method[] = [add];
