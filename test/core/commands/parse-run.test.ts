import { describe, expect, test } from 'vitest';
import { matchTemplate } from '../../../src/core/commands/match-template.ts';
import { parseRun } from '../../../src/core/commands/parse-run.ts';
import { template } from './make.ts';

const templates = [
  template('uptime', 'uptime'),
  template('df', 'df -h {path:path}'),
  template('journal', 'journalctl -u {unit:name} -n {lines:int<=500}'),
  template('grep', 'grep -F --regexp={text:text} {file:path}'),
  template('search', 'grep -rF -- {text:text} {folder:path}'),
  template('top', 'ps aux | sort -nk 3 | tail -n 5'),
  template('state', 'systemctl {what:status|is-active} {unit:name}'),
  template('ten', 'journalctl -n {lines:int<=10}'),
  template('many', 'journalctl -n {lines:int}'),
];

/** What is meant by a line, and for what reason. */
function read(line: string) {
  const parsed = parseRun(line);
  if (!parsed.ok) return parsed;
  const { name, reason, command } = parsed.request;
  return { ...matchTemplate(templates, command), vm: name, ...(reason !== undefined && { reason }) };
}

const vm = { kind: 'plain', name: 'myVM' };

describe('a template is meant', () => {
  test.each<[string, string, string, string]>([
    ['by name', 'myVM uptime', 'uptime', 'uptime'],
    ['by name, with parameters', 'myVM journal nginx 200', 'journal', 'journalctl -u nginx -n 200'],
    ['by name, behind dashes', 'myVM -- journal nginx 200', 'journal', 'journalctl -u nginx -n 200'],
    ['by its command', 'myVM journalctl -u nginx -n 200', 'journal', 'journalctl -u nginx -n 200'],
    ['by its command, behind dashes', 'myVM -- journalctl -u nginx -n 200', 'journal', 'journalctl -u nginx -n 200'],
    ['with more blanks than one', 'myVM --  df   -h  /var', 'df', 'df -h /var'],
    ['with an option in the same word', 'myVM -- grep -F --regexp="a b" /x', 'grep', "grep -F --regexp='a b' /x"],
    ['with a pipe, as it stands', 'myVM -- ps aux | sort -nk 3 | tail -n 5', 'top', 'ps aux | sort -nk 3 | tail -n 5'],
    ['with a pipe, without dashes', 'myVM ps aux | sort -nk 3 | tail -n 5', 'top', 'ps aux | sort -nk 3 | tail -n 5'],
    ['with a choice', 'myVM -- systemctl is-active nginx', 'state', 'systemctl is-active nginx'],
    ['with quotes', `myVM grep 'it is "x"; $(y)' /x`, 'grep', `grep -F --regexp='it is "x"; $(y)' /x`],
    ['with an apostrophe', `myVM grep "it's" /x`, 'grep', `grep -F --regexp='it'\\''s' /x`],
    ['with blanks that count', 'myVM grep "a  b" /x', 'grep', "grep -F --regexp='a  b' /x"],
    ['with a dash behind an option', 'myVM grep -x /x', 'grep', 'grep -F --regexp=-x /x'],
    ['with dashes in the middle', 'myVM grep -rF -- x /y', 'search', 'grep -rF -- x /y'],
    ['with the word of a reason, in quotes', 'myVM grep "because" /x', 'grep', 'grep -F --regexp=because /x'],
    ['with curly quotes', 'myVM grep “a b” /x', 'grep', "grep -F --regexp='a b' /x"],
    ['with long dashes', 'myVM — grep -F —regexp=“a b” /x', 'grep', "grep -F --regexp='a b' /x"],
    ['with entities', 'myVM grep "a &amp;&amp; &lt;b&gt;" /x', 'grep', "grep -F --regexp='a && <b>' /x"],
    [
      'with a link',
      'myVM -- systemctl status <http://nginx.service|nginx.service>',
      'state',
      'systemctl status nginx.service',
    ],
    ['with a mention', 'myVM grep <@U123|bob> /x', 'grep', 'grep -F --regexp=@bob /x'],
    [
      'with a space that does not break',
      'myVM\u00a0journal\u00a0nginx\u00a0200',
      'journal',
      'journalctl -u nginx -n 200',
    ],
    ['with invisible characters', 'myVM -- up\u200btime', 'uptime', 'uptime'],
    [
      'as it stands rather than repaired',
      `myVM -- grep -rF -- 'say “x” — now' /y`,
      'search',
      `grep -rF -- 'say “x” — now' /y`,
    ],
    ['where only one takes the value', 'myVM -- journalctl -n 11', 'many', 'journalctl -n 11'],
    ['by name, where two have the command', 'myVM ten 5', 'ten', 'journalctl -n 5'],
  ])('%s', (_, line, name, text) => {
    expect(read(line)).toMatchObject({ kind: 'template', name, text });
  });
});

describe('a command of one’s own', () => {
  test.each<[string, string, string, RegExp | undefined]>([
    ['is kept byte for byte', "myVM -- ls  -l 'a  b'\\ ;  true ", "ls  -l 'a  b'\\ ;  true ", undefined],
    ['may have lines', 'myVM -- a\n  b\t c', 'a\n  b\t c', undefined],
    ['keeps what cannot be seen', 'myVM -- ls \u200b\u202e\u00a0x', 'ls \u200b\u202e\u00a0x', undefined],
    ['is not what Slack writes', 'myVM -- a &amp;&amp; b &lt;c &gt;d &amp;amp;', 'a && b <c >d &amp;', undefined],
    [
      'has no links',
      'myVM -- curl <https://x.example/y> <http://x.example|x.example>',
      'curl https://x.example/y x.example',
      undefined,
    ],
    ['has no mentions', 'myVM -- ssh root<@U1|host> <#C1|general> <!here>', 'ssh root@host #general @here', undefined],
    ['keeps long dashes where the client makes none', 'myVM -- echo — –x', 'echo — –x', undefined],
    ['loses those that the client made', 'myVM — ls —all', 'ls --all', /long dashes/],
    ['keeps the short of the long ones', 'myVM — ls –all', 'ls –all', undefined],
    ['loses curly quotes that the client made', 'myVM — echo “it’s”', `echo "it's"`, /curly/],
    ['loses a pair of curly quotes', 'myVM -- echo “a b” ‘c’', `echo "a b" 'c'`, /curly/],
    ['keeps curly ones beside straight ones', `myVM -- echo "“a”"`, 'echo "“a”"', undefined],
    ['keeps a curly quote that is alone', 'myVM -- echo “a', 'echo “a', undefined],
    ['keeps one that closes first', 'myVM -- echo ”a“', 'echo ”a“', undefined],
    ['is one although it begins like a template', 'myVM -- uptime; reboot', 'uptime; reboot', undefined],
    ['is one where a shell would expand', 'myVM -- df -h /$X', 'df -h /$X', undefined],
    [
      'is one where a shell would expand in quotes',
      'myVM -- grep -F --regexp="$X" /x',
      'grep -F --regexp="$X" /x',
      undefined,
    ],
    ['is one where a shell would take a pattern', 'myVM -- df -h /var/*', 'df -h /var/*', undefined],
    ['is one where an assignment stands in front', 'myVM -- A=b uptime', 'A=b uptime', undefined],
    ['may hold dashes that stand alone', 'myVM -- git log -- x', 'git log -- x', undefined],
  ])('%s', (_, line, text, note) => {
    const free = read(line);
    expect(free).toMatchObject({ kind: 'free', text });
    const notes = 'notes' in free ? free.notes.join(' ') : '';
    if (note === undefined) expect(notes).toBe('');
    else expect(notes).toMatch(note);
  });

  test('tells why it is not the template that it looks like', () => {
    expect(read('myVM -- journalctl -u nginx -n 9999')).toMatchObject({
      kind: 'free',
      almost: { problem: expect.stringMatching(/`journal`, `lines` cannot be `9999`/) },
    });
    expect(read('myVM -- df /x /y')).toMatchObject({
      almost: { problem: expect.stringMatching(/takes one parameter/) },
    });
    expect(read('myVM -- reboot')).not.toHaveProperty('almost');
  });
});

describe('the reason', () => {
  test.each<[string, string, string, string]>([
    ['stands in front of the dashes', 'myVM because the disk is full -- df -h /', 'the disk is full', 'df -h /'],
    ['may have quotes around it', 'myVM because "the disk is full" — df -h /', 'the disk is full', 'df -h /'],
    ['may be an option', 'myVM --because=full -- df -h /', 'full', 'df -h /'],
    ['stands behind the parameters', 'myVM df /var because the disk is full', 'the disk is full', 'df -h /var'],
    ['may have an apostrophe', "myVM df /var because it's full", "it's full", 'df -h /var'],
    ['is no reason in a command', 'myVM -- echo because -- x', '', 'echo because -- x'],
  ])('%s', (_, line, reason, text) => {
    expect(read(line)).toMatchObject({ vm, text, ...(reason !== '' && { reason }) });
    if (reason === '') expect(read(line)).not.toHaveProperty('reason');
  });
});

describe('refused', () => {
  test.each<[string, string, RegExp]>([
    ['nothing', '', /VM is missing/],
    ['a VM alone', 'myVM', /command is missing/],
    ['dashes and nothing behind', 'myVM --', /command is missing/],
    ['dashes and no VM', '-- uptime', /VM is missing/],
    ['a VM that is none', 'my$VM -- uptime', /No VM is called/],
    ['no reason', 'myVM because -- uptime', /reason is missing/],
    ['no reason behind', 'myVM uptime because', /reason is missing/],
    ['two kinds of dashes that may begin it', 'myVM because a — b -- uptime', /not clear where/],
    ['a name that there is not', 'myVM jurnal nginx 1', /no command called `jurnal`.*`journal`/],
    ['a command of one’s own without dashes', 'myVM rm -rf /', /no command called `rm`.*`--`/],
    ['too few parameters', 'myVM journal nginx', /takes 2 parameters, and you gave 1.*`journal <unit> <lines>`/],
    ['too many parameters', 'myVM uptime now', /takes no parameter/],
    ['a command in place of a parameter', 'myVM df /x -- reboot', /takes one parameter, and you gave 3/],
    ['a value that begins with a dash', 'myVM journal -x 5', /`unit` cannot begin with "-"/],
    ['a value that begins with a long dash', 'myVM df —x', /`path` cannot begin with "-"/],
    ['a sign that the type does not know', 'myVM journal nginx;reboot 5', /`unit` cannot hold ";"/],
    ['a line break in quotes', 'myVM grep "a\nb" /x', /`text` cannot hold a line break/],
    ['an open quote', 'myVM grep "a /x', /not closed/],
    ['a value that none of them takes', 'myVM -- systemctl stop nginx\0', /NUL/],
    ['what two of them could be', 'myVM -- journalctl -n 5', /any of the commands `ten`, `many`.*by its name/],
    ['more than fits', `myVM -- ${'x'.repeat(2501)}`, /too long to be shown whole/],
    ['far too much', 'x'.repeat(12_001), /too long for this command/],
  ])('%s', (_, line, says) => {
    const refused = read(line);
    expect(refused).toMatchObject({ ok: false });
    if ('problem' in refused) expect(`${refused.problem} ${refused.hint}`).toMatch(says);
  });
});

describe('the port of sshd', () => {
  const portOf = (line: string) => {
    const parsed = parseRun(line);
    return parsed.ok ? parsed.request.port : `${parsed.problem} ${parsed.hint}`;
  };

  test.each<[string, number]>([
    ['myVM -- uptime', 22],
    ['myVM port 2222 -- uptime', 2222],
    ['myVM port=2222 uptime', 2222],
    ['group/myVM  port  2222 because it moved -- uptime', 2222],
    ['myVM -- echo port 99', 22],
    ['myVM search port /etc', 22],
  ])('%s', (line, port) => {
    expect(portOf(line)).toBe(port);
  });

  test('the rest of the line is read as if it were not there', () => {
    expect(read('myVM port 2222 because INC-1 -- journalctl -u nginx -n 200')).toEqual(
      read('myVM because INC-1 -- journalctl -u nginx -n 200'),
    );
  });

  test.each(['myVM port 0 -- uptime', 'myVM port ssh uptime', 'myVM port 70000 uptime'])('%s is refused', (line) => {
    expect(portOf(line)).toMatch(/port/i);
  });
});
