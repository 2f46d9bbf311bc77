import { describe, expect, test } from 'vitest';
import type { Act } from '../../src/core/actions/act.ts';
import { mostOnCard, showBytes } from '../../src/core/commands/show-bytes.ts';
import { actBlocks } from '../../src/views/act-blocks.ts';
import { outputEnded, outputUnderWay } from '../../src/views/output-message.ts';
import { requestCard } from '../../src/views/request-card.ts';
import { aRequest } from '../core/requests/a-request.ts';
import { expectFits, hostile } from './hostile.ts';
import { hostileRequest } from './hostile-request.ts';

const limits = { wallMs: 300_000, idleMs: 120_000, bytes: 1_048_576 };
const to = { user: 'drawbridge', address: '20.51.230.13', port: 22, answersIn: 'C0GENERAL' };
const run: Act = { kind: 'run', ...to, command: 'uptime', template: 'uptime', limits };
const plain = aRequest({
  action: 'run',
  plan: { ...aRequest().plan, act: run },
  params: { from: '', port: 22, command: { text: 'uptime' } },
});
const json = (message: { readonly blocks?: unknown }) => JSON.stringify(message.blocks);

/** What is the longest, or the strangest, that the bot itself lets pass, and what it does not. */
const commands: Record<string, string> = {
  'as long as it may be': 'x'.repeat(mostOnCard),
  'as long as it may be, of signs that Slack escapes': '<&>'.repeat(mostOnCard / 3),
  'nothing but what cannot be seen': '\u202e'.repeat(300),
  'marks and a mention of everybody': "echo '<!channel> *bold* `code` <http://x|y>'",
  'several lines': 'a\n'.repeat(200),
};

const acts: Record<string, Act> = {
  ...Object.fromEntries(
    Object.entries(commands).map(([what, command]) => [what, { kind: 'run', ...to, command, limits } as const]),
  ),
  'a template with a name from outside': {
    kind: 'run',
    ...to,
    command: 'uptime',
    template: hostile,
    user: hostile,
    address: hostile,
    limits,
  },
  'a file with the longest path': { kind: 'get', ...to, path: `/${'é'.repeat(300)}`, mostBytes: 5_242_880 },
  'a file of a strange user': {
    kind: 'get',
    ...to,
    user: hostile,
    address: '2001:db8::7',
    path: '/etc/motd',
    mostBytes: 1,
  },
};

describe('what the bot does itself stands on the card', () => {
  test.each(Object.entries(acts))('%s', (_, act) => {
    const blocks = actBlocks(act);
    expectFits({ text: 'x', blocks });
    const shown = act.kind === 'run' ? act.command : act.kind === 'get' ? act.path : '';
    // Whole: nobody approves what they did not see.
    expect(json({ blocks })).toContain(JSON.stringify(showBytes(shown).text).slice(1, -1));
  });

  test.each(Object.entries(acts))('and leaves room for everything else: %s', (_, act) => {
    for (const audience of ['approvers', 'requester'] as const) {
      const base = hostileRequest({ action: act.kind === 'get' ? 'get' : 'run' });
      const card = requestCard({ ...base, plan: { ...base.plan, act } }, audience);
      expectFits(card);
      const shown = act.kind === 'run' ? act.command : act.kind === 'get' ? act.path : '';
      expect(json(card)).toContain(JSON.stringify(showBytes(shown).text).slice(1, -1));
    }
  });

  test('and who reads along', () => {
    expect(json({ blocks: actBlocks(run) })).toContain('read by everybody in <#C0GENERAL>');
    const { answersIn: _, ...direct } = run as Extract<Act, { kind: 'run' }>;
    expect(json({ blocks: actBlocks(direct) })).toContain('read by the person who asked');
  });
});

const outputs: Record<string, string> = {
  nothing: '',
  'blank lines alone': '\n\n  \n',
  'one endless line': 'x'.repeat(100_000),
  'lines without end': 'line\n'.repeat(50_000),
  'signs that Slack gives a meaning': '<!channel> & <http://x|y> *b* `c` ``` '.repeat(500),
  'characters outside of the first plane': '👩🏽‍💻'.repeat(5_000),
};

describe('output', () => {
  test.each(Object.entries(outputs))('%s fits', (_, output) => {
    for (const request of [plain, hostileRequest({ action: 'run', plan: { ...hostileRequest().plan, act: run } })]) {
      expectFits(outputUnderWay(request, { tail: output, totalBytes: output.length }));
      expectFits(
        outputEnded(request, { isFailure: false, message: 'It exited with status 0.', data: { status: 0 } }, output),
      );
      expectFits(outputEnded(request, { isFailure: true, message: hostile, hint: hostile }, output));
    }
  });

  test('shows its end, and says where the rest is', () => {
    const shown = json(outputEnded(plain, { isFailure: false, message: 'Over.' }, `${'first\n'.repeat(500)}last`));
    expect(shown).toContain('last');
    expect(shown).toContain('the whole of it is in the thread');
    expect(json(outputEnded(plain, { isFailure: false, message: 'Over.' }, 'short'))).not.toContain('in the thread');
  });

  test.each<[string, Parameters<typeof outputEnded>[1], string]>([
    ['a success', { isFailure: false, message: 'Over.', data: { end: 'exited', status: 0 } }, ':white_check_mark:'],
    ['a status that is none', { isFailure: false, message: 'Over.', data: { end: 'exited', status: 3 } }, ':warning:'],
    ['a signal', { isFailure: false, message: 'Over.', data: { end: 'signalled' } }, ':warning:'],
    ['a file', { isFailure: false, message: 'Over.', data: { end: 'read', bytes: 3 } }, ':white_check_mark:'],
    ['a failure', { isFailure: true, message: 'Over.', data: { end: 'unknown' } }, ':x:'],
  ])('%s has its own sign', (_, outcome, sign) => {
    expect(json(outputEnded(plain, outcome, ''))).toContain(sign);
  });

  test('can be ended while it comes', () => {
    const shown = outputUnderWay(plain, { tail: 'x', totalBytes: 1 });
    expect(json(shown)).toContain(`"value":"${plain.id}"`);
  });
});
