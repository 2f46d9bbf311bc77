import { addMessage } from '../messages.ts';
import { filePayload } from '../payloads.ts';
import type { SlackCore } from '../slack-core.ts';
import type { StoredFile } from '../state.ts';
import { threadOf } from './chat.ts';
import { messageContent } from './content.ts';
import { writableChannel } from './find-channel.ts';
import { type Args, argumentRefusal, json, type Method, requiredText, SlackRefusal, text } from './method.ts';

/** https://docs.slack.dev/messaging/working-with-files */
const mostFileBytes = 1_000_000_000;

const getUploadUrl: Method = {
  name: 'files.getUploadURLExternal',
  scope: 'files:write',
  run(core, args) {
    const name = requiredText(args, 'filename');
    const length = Number(requiredText(args, 'length'));
    if (!Number.isInteger(length) || length <= 0) {
      throw argumentRefusal('invalid_arguments', ['[ERROR] must be greater than 0 [json-pointer:/length]']);
    }
    if (length > mostFileBytes) throw new SlackRefusal('file_upload_size_restricted');
    const altText = text(args, 'alt_txt') ?? text(args, 'alt_text');
    const file: StoredFile = {
      id: core.ids.next('F'),
      name,
      title: name,
      expectedBytes: length,
      createdMs: core.clock.now(),
      complete: false,
      channels: new Set(),
      ...(altText === undefined ? {} : { altText }),
    };
    core.state.files.set(file.id, file);
    return { upload_url: `${core.origin}/upload/${file.id}`, file_id: file.id };
  },
};

const completeUpload: Method = {
  name: 'files.completeUploadExternal',
  scope: 'files:write',
  run(core, args) {
    const files = uploadedFiles(core, json(args, 'files'));
    const channelIds = (text(args, 'channel_id') ?? text(args, 'channels') ?? '').split(',').filter((id) => id !== '');
    // Unlike chat.postMessage, it takes no person for the direct message with that person.
    if (channelIds.some((id) => core.state.people.has(id))) throw new SlackRefusal('channel_not_found');
    const places = channelIds.map((id) => {
      const channel = writableChannel(core, id);
      return { channel, threadTs: threadOf(core, channel, args) };
    });
    const comment =
      args.blocks === undefined
        ? { text: text(args, 'initial_comment') ?? '', blocks: [], attachments: [] }
        : messageContent({ blocks: args.blocks, text: text(args, 'initial_comment') }, { textLength: 40_000 });
    for (const { file, title } of files) {
      file.complete = true;
      if (title !== undefined) file.title = title;
    }
    for (const { channel, threadTs } of places) {
      for (const { file } of files) file.channels.add(channel.id);
      addMessage(core, {
        ...comment,
        channel,
        user: core.state.bot.userId,
        threadTs,
        files: files.map(({ file }) => file.id),
      });
    }
    return { files: files.map(({ file }) => filePayload(core, file.id)) };
  },
};

const info: Method = {
  name: 'files.info',
  scope: 'files:read',
  run(core, args) {
    const file = core.state.files.get(requiredText(args, 'file'));
    if (file === undefined || !file.complete) throw new SlackRefusal('file_not_found');
    return { file: filePayload(core, file.id), comments: [], response_metadata: { next_cursor: '' } };
  },
};

export const fileMethods: readonly Method[] = [getUploadUrl, completeUpload, info];

function uploadedFiles(core: SlackCore, value: unknown): { file: StoredFile; title?: string }[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw argumentRefusal('invalid_arguments', ['[ERROR] missing required field: files']);
  }
  return value.map((each: Args) => {
    const file = core.state.files.get(text(each, 'id') ?? '');
    if (file === undefined || file.bytes === undefined || file.complete) throw new SlackRefusal('file_not_found');
    const title = text(each, 'title');
    return title === undefined ? { file } : { file, title };
  });
}
