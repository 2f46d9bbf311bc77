import { getUsage, parseGet } from '../core/text/parse-get.ts';
import { vmNameText } from '../core/vm-name.ts';
import { refusal } from '../views/refusal.ts';
import { admitted } from './admitted.ts';
import { fileOverSsh, overSsh } from './over-ssh.ts';
import type { MakeSubcommand } from './subcommand.ts';

/** `/vm get`: one file of one VM, by SFTP, into the thread of a message. */
export const get: MakeSubcommand = (tools) => ({
  name: 'get',
  usage: getUsage,
  summary: 'Get a file from a VM',
  async run({ raw, who, reply, replyTo }) {
    const parsed = parseGet(raw);
    if (!parsed.ok) return reply(refusal(parsed));
    const { name, path, port, reason } = parsed.request;
    const found = await admitted({ name, action: 'get', command: '/vm get' }, { who, reply }, tools);
    if (found === undefined) return;
    const over = await overSsh(found, { typed: vmNameText(name), channelId: replyTo.channelId }, tools);
    if ('problem' in over) return reply(refusal(over));
    const params = { ...over, port, path };
    await fileOverSsh({ action: 'get', vm: found.vm, params, reason, breakGlass: false }, { who, reply }, tools);
  },
});
