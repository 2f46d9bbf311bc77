import { useConsole } from '../app/console-context.ts';
import { formatDate } from './format-date.ts';
import type { DateNode } from './nodes.ts';

/** A moment in the reader's own time zone. */
export function DateView({ node }: { readonly node: DateNode }) {
  const { workspace, nowMs } = useConsole();
  const shown = formatDate(node, workspace.me.tz, nowMs());
  const iso = new Date(node.epochSeconds * 1000).toISOString();
  if (node.url === undefined) return <time dateTime={iso}>{shown}</time>;
  return (
    <a href={node.url} target="_blank" rel="noreferrer noopener">
      <time dateTime={iso}>{shown}</time>
    </a>
  );
}
