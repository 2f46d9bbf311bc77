import { describe, expect, it } from 'vitest';
import type { Inline, TextBlock } from '../../../sandbox/console/page/text/nodes.ts';
import { parseMarkdown } from '../../../sandbox/console/page/text/parse-markdown.ts';
import { parseMrkdwn } from '../../../sandbox/console/page/text/parse-mrkdwn.ts';
import { parsePlain } from '../../../sandbox/console/page/text/parse-plain.ts';

/** A short way to write trees down: `b(x)` is bold, `{..}` code, `[..](url)` a link. */
function short(nodes: readonly Inline[]): string {
  return nodes.map(shortOne).join('');
}

function shortOne(node: Inline): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'bold':
    case 'italic':
    case 'strike':
      return `${node.kind[0]}(${short(node.children)})`;
    case 'code':
      return `{${node.text}}`;
    case 'link':
      return `[${short(node.children)}](${node.url})`;
    case 'emoji':
      return `:${node.name}:`;
    case 'break':
      return '/';
    case 'date':
      return `date(${node.epochSeconds} ${node.format} ${node.url ?? '-'} ${node.fallback})`;
    case 'broadcast':
      return `!${node.range}`;
    default:
      return `${node.kind}=${node.id}${node.label === undefined ? '' : `|${node.label}`}`;
  }
}

function shortBlock(block: TextBlock): string {
  switch (block.kind) {
    case 'paragraph':
      return `p ${short(block.children)}`;
    case 'code':
      return `code ${JSON.stringify(block.text)}`;
    case 'quote':
      return `quote <${block.children.map(shortBlock).join('; ')}>`;
    case 'list':
      return `list ${block.items.map((item) => `${'-'.repeat(item.indent)}${item.marker} ${short(item.children)}`).join(' | ')}`;
    case 'heading':
      return `h${block.level} ${short(block.children)}`;
    case 'rule':
      return 'rule';
    case 'table':
      return `table ${block.rows.map((row) => row.map(short).join(',')).join(' | ')}`;
  }
}

describe('parseMrkdwn', () => {
  it.each([
    ['bold, italic, strike', '*a* _b_ ~c~', ['p b(a) i(b) s(c)']],
    ['spans within spans', '*a _b_ ~c~*', ['p b(a i(b) s(c))']],
    ['no span inside a word', 'a*b*c snake_case_name 2*3*4', ['p a*b*c snake_case_name 2*3*4']],
    ['no span with spaces at its ends', '* a * and _ b_', ['list • a * and _ b_']],
    ['a span does not cross lines', '*a\nb*', ['p *a/b*']],
    ['a span before punctuation', '*a*, (_b_)!', ['p b(a), (i(b))!']],
    ['an unclosed marker stays', 'a *b', ['p a *b']],
    ['code is not parsed', '`*a* <b> &amp;`', ['p {*a* <b> &}']],
    ['an asterisk in code closes nothing', '*a `b* c` d*', ['p b(a {b* c} d)']],
    ['a fence', 'see\n```\nssh *x*\n  -p 22\n```\ndone', ['p see', 'code "ssh *x*\\n  -p 22"', 'p done']],
    ['a fence in a line', '```a```', ['code "a"']],
    ['an unclosed fence stays', 'a ```b', ['p a ```b']],
    ['entities, once', '&lt;b&gt; &amp;amp; &quot;', ['p <b> &amp; &quot;']],
    [
      'a link with a label',
      '<https://a.example/x?y=1&amp;z=2|*the* page>',
      ['p [*the* page](https://a.example/x?y=1&z=2)'],
    ],
    ['a bare link', '<https://a.example>', ['p [https://a.example](https://a.example/)']],
    ['a URL in the text', 'see https://a.example/x.', ['p see [https://a.example/x](https://a.example/x).']],
    ['a link that runs code is no link', '<javascript:alert(1)|here>', ['p here']],
    [
      'mentions',
      '<@U1> <@U2|bob> <#C1|general> <!subteam^S1> <!here>',
      ['p user=U1 user=U2|bob channel=C1|general group=S1 !here'],
    ],
    [
      'a date',
      '<!date^1767340800^{date_short} at {time}^https://a.example/|then>',
      ['p date(1767340800 {date_short} at {time} https://a.example/ then)'],
    ],
    ['a date without a number', '<!date^soon^{date}|then>', ['p then']],
    ['emoji', ':white_check_mark: ok :+1::skin-tone-3:', ['p :white_check_mark: ok :+1:']],
    ['times are no emoji', '10:30:45', ['p 10:30:45']],
    ['a quote', '> a\n&gt; *b*\nc', ['quote <p a/b(b)>', 'p c']],
    ['the rest as a quote', 'a\n>>> b\nc', ['p a', 'quote <p b/c>']],
    ['bullets', '• a\n- *b*\n  - c', ['list • a | • b(b) | -• c']],
    ['numbers', '1. a\n2. b', ['list 1. a | 2. b']],
    ['an empty line', 'a\n\nb', ['p a//b']],
    ['a lone bracket', 'a < b > c', ['p a < b > c']],
    ['nothing', '', []],
  ])('%s', (_name, text, expected) => {
    expect(parseMrkdwn(text).map(shortBlock)).toEqual(expected);
  });

  it('keeps hostile text as it is', () => {
    const text = 'x *a _b ~c `<:'.repeat(400);
    expect(shortBlock(parseMrkdwn(text)[0] ?? { kind: 'rule' }).replace(/[{}]/g, '`')).toHaveLength(text.length + 2);
  });
});

describe('parseMarkdown', () => {
  it.each([
    ['heading', '## A **b**', ['h2 A b(b)']],
    ['emphasis', '**a** *b* _c_ ~~d~~ `e`', ['p b(a) i(b) i(c) s(d) {e}']],
    ['link', '[a](https://a.example/)', ['p [a](https://a.example/)']],
    ['link that runs code', '[a](javascript:x)', ['p [a](javascript:x)']],
    ['fence', '```sh\nls *\n```', ['code "ls *"']],
    ['list', '- a\n- b', ['list • a | • b']],
    ['quote', '> a\n> b', ['quote <p a/b>']],
    ['rule', 'a\n\n---\nb', ['p a', 'rule', 'p b']],
    ['table', '| a | b |\n|---|---|\n| 1 | **2** |', ['table a,b | 1,b(2)']],
  ])('%s', (_name, text, expected) => {
    expect(parseMarkdown(text).map(shortBlock)).toEqual(expected);
  });
});

describe('parsePlain', () => {
  it.each([
    ['no markup', '*a* <@U1> &amp;', true, '*a* <@U1> &amp;'],
    ['emoji', ':x: no', true, ':x: no'],
    ['lines', 'a\nb', true, 'a/b'],
  ])('%s', (_name, text, emoji, expected) => {
    expect(short(parsePlain(text, emoji))).toBe(expected);
  });

  it('leaves shortcodes alone where emoji are off', () => {
    expect(parsePlain(':x:', false)).toEqual([{ kind: 'text', text: ':x:' }]);
    expect(parsePlain(':x:', true)).toEqual([{ kind: 'emoji', name: 'x' }]);
  });
});
