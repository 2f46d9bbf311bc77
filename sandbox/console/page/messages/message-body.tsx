import type { MessageView } from '../../../slack/workspace.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { FormContext } from '../blocks/form-context.ts';
import { useFormState } from '../blocks/use-form.ts';
import { parseMrkdwn } from '../text/parse-mrkdwn.ts';
import { keyOf, TextBlocks } from '../text/text-nodes.tsx';
import { Files } from './files.tsx';

const noErrors = {};

export function MessageBody({ message, channelId }: { readonly message: MessageView; readonly channelId: string }) {
  const place = {
    in: 'message' as const,
    channel: channelId,
    ts: message.ts,
    ...(message.ephemeral && { ephemeral: true }),
  };
  const attached = message.attachments.flatMap((attachment) => attachment.blocks ?? []);
  const form = useFormState(place, [...message.blocks, ...attached], noErrors);
  return (
    <FormContext value={form}>
      {message.blocks.length > 0 ? (
        <Blocks blocks={message.blocks} />
      ) : (
        <TextBlocks blocks={parseMrkdwn(message.text)} />
      )}
      {message.attachments.map((attachment, index) => (
        <div key={keyOf(index)} className="attachment">
          <span className="attachment-bar" style={{ background: colourOf(attachment.color) }} />
          <div>
            {attachment.blocks !== undefined ? (
              <Blocks blocks={attachment.blocks} />
            ) : (
              <TextBlocks blocks={parseMrkdwn(attachment.text ?? attachment.fallback ?? '')} />
            )}
          </div>
        </div>
      ))}
      {message.files.length > 0 && <Files files={message.files} />}
      {message.edited && <span className="message-edited">(edited)</span>}
    </FormContext>
  );
}

const named: Readonly<Record<string, string>> = { good: '#2bac76', warning: '#e8a723', danger: '#d92b4b' };

function colourOf(colour = ''): string {
  return named[colour] ?? (/^#?[0-9a-f]{3,6}$/i.test(colour) ? `#${colour.replace('#', '')}` : '#dddddd');
}
