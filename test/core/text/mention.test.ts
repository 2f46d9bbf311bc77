import { describe, expect, test } from 'vitest';
import { code } from '../../../src/core/text/escape.ts';
import { clippedWithMentions, groupMention, userMention } from '../../../src/core/text/mention.ts';

describe('mentions', () => {
  test('of ours are mentions, and nothing else is', () => {
    const text = `Ask ${userMention('U0BOB')} or ${groupMention('S0OPS')}, not <!channel> & <@u0bob>`;
    expect(clippedWithMentions(text, 500)).toBe(
      'Ask <@U0BOB> or <!subteam^S0OPS>, not &lt;!channel&gt; &amp; &lt;@u0bob&gt;',
    );
  });

  test('in what comes from outside are none', () => {
    const shown = clippedWithMentions(
      `tag ${code('<@U0BOB>')} and ${code('`<!subteam^S0OPS>`')} of ${userMention('U0AMY')}`,
      500,
    );
    expect(shown.match(/<[^>]*>/g)).toEqual(['<@U0AMY>']);
  });

  test('an id that is none is shown as it is', () => {
    expect(userMention('bob')).toBe('`bob`');
    expect(groupMention('<!channel>')).toBe('`<!channel>`');
  });
});
