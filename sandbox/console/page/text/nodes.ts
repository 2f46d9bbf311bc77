/** Text as it is shown, whichever markup it was written in: mrkdwn, Markdown or rich_text. */

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string; readonly children: readonly Inline[] }
  | { readonly kind: 'user' | 'channel' | 'group'; readonly id: string; readonly label?: string }
  | { readonly kind: 'broadcast'; readonly range: string }
  | DateNode
  | { readonly kind: 'emoji'; readonly name: string }
  | { readonly kind: 'break' };

export interface DateNode {
  readonly kind: 'date';
  readonly epochSeconds: number;
  readonly format: string;
  readonly url?: string;
  readonly fallback: string;
}

export interface ListItem {
  readonly marker: string;
  readonly indent: number;
  readonly children: readonly Inline[];
}

export type TextBlock =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'quote'; readonly children: readonly TextBlock[] }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | { readonly kind: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly kind: 'rule' }
  | { readonly kind: 'table'; readonly rows: readonly (readonly (readonly Inline[])[])[] };
