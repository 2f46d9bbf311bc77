import { useCallback, useEffect, useState } from 'react';
import type { ChannelView, WorkspaceView } from '../../../slack/workspace.ts';

/** Unread messages of each channel: what the workspace says until the channel was opened here, then what came since. */
export function useUnread(workspace: WorkspaceView | undefined, openChannelId: string | undefined) {
  const [readUpTo, setReadUpTo] = useState<Readonly<Record<string, string>>>({});
  const meId = workspace?.me.id ?? '';
  const open = workspace?.channels.find((channel) => channel.id === openChannelId);
  const newest = open === undefined ? undefined : (open.messages.at(-1)?.ts ?? '0');

  useEffect(() => {
    if (open !== undefined && newest !== undefined)
      setReadUpTo((before) => ({ ...before, [`${meId}/${open.id}`]: newest }));
  }, [open?.id, newest, meId, open]);

  return useCallback(
    (channel: ChannelView): number => {
      if (channel.id === openChannelId) return 0;
      const upTo = readUpTo[`${meId}/${channel.id}`];
      if (upTo === undefined) return channel.unread;
      return channel.messages.filter((message) => message.user !== meId && Number(message.ts) > Number(upTo)).length;
    },
    [readUpTo, meId, openChannelId],
  );
}
