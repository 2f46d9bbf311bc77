import { expect, test } from 'vitest';
import { runScript } from '../../../sandbox/script/run-script.ts';
import { startApprovals } from '../approvals/start-approvals.ts';

/** Plays a story in which the small approvals app is the bot. */
async function play(...lines: readonly string[]) {
  await using stage = await startApprovals();
  return await runScript(stage, lines.join('\n'));
}

const ask = (who: string, vm: string) => [
  `${who}> /vm ${vm}`,
  `${who}> fill "Reason" with "to look at the logs"`,
  `${who}> submit`,
];

/** What was seen because of a line, from the line on to the next one. */
function after(transcript: string, line: string): string {
  const [, rest = ''] = transcript.split(`${line}\n`);
  return rest.split(/^\S/m)[0] ?? '';
}

test('a form: its initial option, what Slack and the app refuse, several lines, several people', async () => {
  const { transcript, failed } = await play(
    'alice> /vm myVM',
    'alice> fill "Reason" with "short"',
    'alice> submit',
    'alice> fill "Reason" with "because I say so"',
    'alice> submit',
    'alice> fill "Reason" with "to deploy\\nthe new version"',
    'alice> choose "2 hours" in "For how long"',
    'alice> choose "Carol Chen" in "Tell also"',
    'alice> choose "bob"',
    'alice> choose "@carol"',
    'alice> submit',
  );
  expect(failed).toEqual([]);
  expect(transcript).toContain('For how long: [choose: 1 hour (chosen) | 2 hours | 4 hours]');
  expect(transcript).toContain('Tell also (optional): [choose somebody]');
  expect(transcript).toMatch(/alice sees a form change:[^>]*! Please enter at least 10 characters\./);
  expect(transcript).toMatch(/alice sees a form change:[^>]*! Say why\./);
  expect(transcript.slice(transcript.lastIndexOf('alice> submit'))).toBe(
    `alice> submit
  Drawbridge in #vm-approvals:
    == Open port 22 of myVM ==
    @alice for 2 hours: to deploy
    the new version
    waiting
    [Approve] [Deny] [Withdraw]
  Drawbridge in #vm-approvals, in the thread of "Open port 22 of myVM":
    Asked by @alice
  Drawbridge to alice directly:
    You asked to open port 22 of *myVM*.
  Drawbridge to bob directly:
    @alice asked for *myVM*.
`,
  );
});

test('of several cards with the same button the newest is meant, unless words of another are given', async () => {
  const { transcript, failed } = await play(
    ...ask('alice', 'myVM'),
    ...ask('alice', 'web-01'),
    'bob> click "Deny" on "myVM"',
    'bob> fill "Why not myVM?" with "not today"',
    'bob> submit',
    'carol in #vm-approvals> click "Approve"',
  );
  expect(failed).toEqual([]);
  expect(after(transcript, 'bob> submit')).toContain('denied by @bob: not today');
  expect(after(transcript, 'carol in #vm-approvals> click "Approve"')).toBe(
    `  carol is asked: Open the port? Port 22 of *web-01* opens for 1 hour. [Not yet] [Open it]
  Drawbridge changes a message in #vm-approvals:
    == Open port 22 of web-01 ==
    @alice for 1 hour: to look at the logs
    approved by @carol
  Drawbridge in #vm-approvals, in the thread of "Open port 22 of web-01":
    Request approved by @carol
  Drawbridge to alice directly:
    Your request for *web-01* was approved by @carol.
`,
  );
});

test('a confirm dialog can be answered either way', async () => {
  const { transcript, failed } = await play(
    ...ask('alice', 'myVM'),
    'bob> click "Approve" then "Not yet"',
    'bob> click "Approve" then "Maybe"',
    'bob> click "Approve" then "Open it"',
  );
  expect(failed).toEqual([5]);
  expect(after(transcript, 'bob> click "Approve" then "Not yet"')).not.toContain('changes');
  expect(after(transcript, 'bob> click "Approve" then "Maybe"')).toContain('! nothing asks for "Maybe"');
  expect(after(transcript, 'bob> click "Approve" then "Open it"')).toContain('approved by @bob');
});

test('a refusal is for one person, a message that is taken back is missed, a reply alone is no change', async () => {
  const { transcript, failed } = await play(
    ...ask('bob', 'myVM'),
    'bob> click "Approve"',
    'carol in #vm-approvals> reply "why?" on "myVM"',
    'bob> click "Withdraw"',
    'bob in #general> click "Deny"',
    'bob> click "Aprove"',
  );
  expect(failed).toEqual([7, 8]);
  expect(after(transcript, 'bob> click "Approve"')).toContain('Drawbridge in #vm-approvals, only for bob:');
  expect(after(transcript, 'carol in #vm-approvals> reply "why?" on "myVM"')).toBe('');
  expect(after(transcript, 'bob> click "Withdraw"')).toBe(
    '  Drawbridge takes back a message in #vm-approvals: "Open port 22 of myVM"\n',
  );
  expect(after(transcript, 'bob in #general> click "Deny"')).toBe('  ! there is no button "Deny"\n');
});

test('a wrong label is answered with those that there are', async () => {
  const { transcript } = await play(...ask('alice', 'myVM'), 'bob> click "Aprove"');
  expect(transcript).toContain('! there is no button "Aprove"; there is "Approve", "Deny", "Withdraw"');
});

test('Slack in trouble: a redelivery, a lost connection, a rate limit, an account that was ended', async () => {
  const { transcript, failed } = await play(
    'slack> fault {"kind": "redelivered"}',
    ...ask('alice', 'myVM'),
    'slack> fault {"kind": "redelivered", "type": "interactive"}',
    'slack> fault {"kind": "disconnected"}',
    'slack> fault {"kind": "rate-limited", "method": "views.open"}',
    'alice> /vm jump',
    'alice> /vm web-01',
    'slack> fault {"kind": "deactivated", "user": "carol"}',
    'carol> /vm myVM',
    'alice in @drawbridge> /vm myVM',
    'slack> fault {"kind": "mood"}',
    'slack> fault {"kind": "archived", "channel": "nowhere"}',
  );
  expect(failed).toEqual([1, 11, 13, 14]);
  expect(after(transcript, 'slack> fault {"kind": "redelivered", "type": "interactive"}')).toContain(
    'Drawbridge in #vm-approvals:',
  );
  expect(after(transcript, 'alice> /vm jump')).toBe('');
  expect(after(transcript, 'alice> /vm web-01')).toContain('Port 22 of *web-01*');
  expect(after(transcript, 'carol> /vm myVM')).toBe('  ! This account has been deactivated\n');
  expect(after(transcript, 'alice in @drawbridge> /vm myVM')).toContain('alice sees a form:');
  expect(after(transcript, 'slack> fault {"kind": "mood"}')).toContain('! not a fault: kind');
});
