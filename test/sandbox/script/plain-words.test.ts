import { expect, test } from 'vitest';
import { plainWords } from '../../../sandbox/script/plain-words.ts';

const names = {
  people: [{ id: 'U0ALICE', name: 'alice', realName: 'Alice Archer', tz: 'Europe/Berlin', isBot: false, guest: false }],
  channels: [
    { id: 'C0A', name: 'vm-access', kind: 'public' as const, externallyShared: false, unread: 0, messages: [] },
  ],
  userGroups: [{ id: 'S0OPS', handle: 'oncall', users: [] }],
};

test.each([
  ['asked by <@U0ALICE>', 'asked by @alice'],
  ['asked by <@U0GONE>', 'asked by @U0GONE'],
  ['in <#C0A>, <#C0A|access>', 'in #vm-access, #access'],
  ['<!subteam^S0OPS> and <!here>', '@oncall and @here'],
  ['until <!date^1768467600^{time}|09:00 UTC>', 'until 09:00 UTC'],
  ['<https://a.example/?a=1&amp;b=2|the docs>', 'the docs (https://a.example/?a=1&b=2)'],
  ['<https://a.example>', 'https://a.example'],
  ['what somebody wrote: &lt;@U0ALICE&gt; &amp;amp;', 'what somebody wrote: <@U0ALICE> &amp;'],
  ['a < b', 'a < b'],
])('%s', (mrkdwn, words) => {
  expect(plainWords(mrkdwn, names)).toBe(words);
});
