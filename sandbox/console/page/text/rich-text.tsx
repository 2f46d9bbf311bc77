import type { RichTextBlock, RichTextBlockElement, RichTextElement } from '@slack/types';
import type { ReactNode } from 'react';
import type { Inline } from './nodes.ts';
import { safeUrl } from './safe-url.ts';
import { Inlines, keyOf } from './text-nodes.tsx';

export function RichText({ block }: { readonly block: RichTextBlock }) {
  const ordinals = ordinalsOf(block.elements);
  return block.elements.map((element, index) => (
    <RichTextPart key={keyOf(index)} element={element} firstOrdinal={ordinals[index] ?? 1} />
  ));
}

function RichTextPart({
  element,
  firstOrdinal,
}: {
  readonly element: RichTextBlockElement;
  readonly firstOrdinal: number;
}): ReactNode {
  switch (element.type) {
    case 'rich_text_section':
      return (
        <div className="text-line">
          <RichInlines elements={element.elements} />
        </div>
      );
    case 'rich_text_preformatted':
      return (
        <pre className="text-code-block">
          <RichInlines elements={element.elements} />
        </pre>
      );
    case 'rich_text_quote':
      return (
        <blockquote className="text-quote">
          <RichInlines elements={element.elements} />
        </blockquote>
      );
    case 'rich_text_list':
      return (
        <ul className="text-list">
          {element.elements.map((item, index) => (
            <li key={keyOf(index)} className={`text-list-item text-indent-${Math.min(element.indent ?? 0, 4)}`}>
              <span className="text-marker">{marker(element.style, element.indent ?? 0, firstOrdinal + index)}</span>
              <span>
                <RichInlines elements={item.elements} />
              </span>
            </li>
          ))}
        </ul>
      );
  }
}

function marker(style: 'bullet' | 'ordered', indent: number, ordinal: number): string {
  if (style === 'bullet') return ['•', '◦', '▪'][indent % 3] ?? '•';
  return indent % 2 === 0 ? `${ordinal}.` : `${String.fromCharCode(96 + ((ordinal - 1) % 26) + 1)}.`;
}

/** A numbered list that a deeper one interrupts goes on counting after it. */
function ordinalsOf(elements: readonly RichTextBlockElement[]): number[] {
  const counts: number[] = [];
  return elements.map((element) => {
    if (element.type !== 'rich_text_list') {
      counts.length = 0;
      return 1;
    }
    const indent = element.indent ?? 0;
    counts.length = indent + 1;
    const first = (counts[indent] ?? 0) + 1;
    counts[indent] = first - 1 + element.elements.length;
    return first;
  });
}

function RichInlines({ elements }: { readonly elements: readonly RichTextElement[] }) {
  return <Inlines nodes={elements.flatMap((element) => styled(element))} />;
}

function styled(element: RichTextElement): Inline[] {
  const { style } = element;
  if (style?.code && element.type === 'text') return [{ kind: 'code', text: element.text }];
  const plain = plainInlines(element);
  const struck: Inline[] = style?.strike ? [{ kind: 'strike', children: plain }] : plain;
  const slanted: Inline[] = style?.italic ? [{ kind: 'italic', children: struck }] : struck;
  return style?.bold ? [{ kind: 'bold', children: slanted }] : slanted;
}

function plainInlines(element: RichTextElement): Inline[] {
  switch (element.type) {
    case 'text':
      return lines(element.text);
    case 'link': {
      const url = safeUrl(element.url);
      const shown: Inline[] = [{ kind: 'text', text: element.text ?? element.url }];
      return url === undefined ? shown : [{ kind: 'link', url, children: shown }];
    }
    case 'user':
      return [{ kind: 'user', id: element.user_id }];
    case 'channel':
      return [{ kind: 'channel', id: element.channel_id }];
    case 'usergroup':
      return [{ kind: 'group', id: element.usergroup_id }];
    case 'broadcast':
      return [{ kind: 'broadcast', range: element.range }];
    case 'emoji':
      return [{ kind: 'emoji', name: element.name }];
    case 'date': {
      const url = element.url === undefined ? undefined : safeUrl(element.url);
      const date = {
        kind: 'date' as const,
        epochSeconds: element.timestamp,
        format: element.format,
        fallback: element.fallback ?? '',
      };
      return [url === undefined ? date : { ...date, url }];
    }
    case 'color':
      return [{ kind: 'code', text: element.value }];
    case 'team':
      return [{ kind: 'text', text: element.team_id }];
  }
}

function lines(text: string): Inline[] {
  return text
    .split('\n')
    .flatMap((line, index): Inline[] => [
      ...(index > 0 ? [{ kind: 'break' as const }] : []),
      { kind: 'text', text: line },
    ]);
}
