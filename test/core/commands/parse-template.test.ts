import { describe, expect, test } from 'vitest';
import { parseTemplate } from '../../../src/core/commands/parse-template.ts';
import { type CommandTemplate, parametersOf, templateUsage } from '../../../src/core/commands/template.ts';

describe('a template', () => {
  test.each<[string, string, string[]]>([
    ['without a parameter', 'uptime', []],
    ['with one', 'df {path:path}', ['path path']],
    ['with bounds', 'journalctl -u {unit:name} -n {lines:int<=500}', ['unit name 1..256', 'lines int 0..500']],
    ['with bounds on both sides', 'x {n:int 1..500} {m: int >= 1 }', ['n int 1..500', 'm int 1..9007199254740991']],
    ['with lengths', 'x {a:text<=80} {b:name<=40} {c:text 0..3}', ['a text 1..80', 'b name 1..40', 'c text 0..3']],
    ['behind an option', 'grep -F --regexp={a:text} -f={b:path}', ['a text glued', 'b path glued']],
    ['with numbers below 0 behind an option', 'nice --adjustment={n:int -20..19} uptime', ['n int -20..19 glued']],
    ['with a choice', 'systemctl {what:status|is-active} {unit:name}', ['what status,is-active', 'unit name']],
    ['in a pipe', 'ps aux | grep -F -- {a:text} | head -n {n:int 1..9}', ['a text', 'n int 1..9']],
    ['in a substitution', 'kill $(pgrep -x {a:name})', ['a name']],
    ['in front of an operator', '(cat {a:path}; cat {b:path}) && true', ['a path', 'b path']],
    ["with the shell's own braces", `awk '{print $1}' {f:path} \${HOME} {a,b} {} {1..3} '{x}' "{y}"`, ['f path']],
    ['with quotes around a sign', `echo "a 'b" {x:word} 'c " \\' {y:word}`, ['x word', 'y word']],
    ['with a name for a shell elsewhere', 'ssh {h:host} systemctl status {a:name}', ['h host', 'a name']],
    ['with a word that is a language elsewhere', 'kubectl describe node {a:name}', ['a name']],
    ['with signs of the shell in quotes', "grep -E 'level=error|level=fatal' {a:name}", ['a name']],
    ['with an address in quotes', "curl -s 'http://localhost/x?a=1&b=2' {a:name}", ['a name']],
    ['with a word that begins like one of the shell', 'realm join --domain=corp.example {a:name}', ['a name']],
    ['with a path that ends like a language', 'cat /srv/docs/php {a:name}', ['a name']],
    ['with what runs already', 'timeout 5 strace -f -p {a:int}', ['a int']],
    ['with a word that is a command elsewhere', 'grep "trap divide" {a:name}', ['a name']],
    ['with an option of what runs under a lock', 'flock -n /x ping -c {a:int<=9} localhost', ['a int']],
    ['with an argument for a script', 'bash /opt/report.sh {a:word}', ['a word']],
    ['with an argument for code', `sh -c 'echo "$1"' sh {a:text}`, ['a text']],
    ['behind a command that another account runs', 'sudo -n -u deploy systemctl restart {a:name}', ['a name']],
    ['behind a command with a time limit', 'timeout -k 5 10s env LANG=C ls {a:path}', ['a path']],
    ['behind code for another account that is over', "su postgres -c 'ls' | grep -F -- {a:text}", ['a text']],
    ['behind ssh that is over', 'ssh a true; cat {f:path}', ['f path']],
    ['with a sharp sign inside a word', 'echo a#b {x:word}', ['x word']],
  ])('%s', (_, run, parameters) => {
    const parts = parseTemplate(run);
    if ('problem' in parts) throw new Error(parts.problem);
    expect(parts.map((part) => (part.kind === 'literal' ? part.text : '')).join('')).toBe(
      run.replace(/(?<!\$)\{\w+:[^{}]*\}/g, ''),
    );
    const words = parametersOf({ parts }).map(({ name, type, isGlued }) => {
      const range = 'of' in type ? type.of.join(',') : `${type.kind} ${type.least}..${type.most}`;
      return `${name} ${range}${isGlued ? ' glued' : ''}`;
    });
    expect(words.length).toBe(parameters.length);
    for (const [at, wanted] of parameters.entries())
      for (const word of wanted.split(' ')) expect(words[at]).toContain(word);
  });

  test('is read quickly, whatever it holds', () => {
    for (const odd of ['bash -o a=b', 'sudo -u a=b', 'strace -e a=b'])
      expect(parseTemplate(`${odd}${' -o a=b'.repeat(110)} x y {a:name}`)).toBeDefined();
  });

  test('is typed by its name', () => {
    const run = 'journalctl -u {unit:name} -n {lines:int}';
    const parts = parseTemplate(run) as CommandTemplate['parts'];
    expect(templateUsage({ name: 'journal', parts })).toBe('journal <unit> <lines>');
  });
});

describe('what a template may not be', () => {
  test.each<[string, string, RegExp]>([
    ['empty', '  ', /empty/],
    ['more than a line', 'uptime\nreboot', /line break/],
    ['too long', `echo ${'x'.repeat(1000)}`, /longer than 1000/],
    ['with an open quote', "echo 'a", /single quotes and does not close/],
    ['with another open quote', 'echo "a', /double quotes and does not close/],
    ['with a parameter in double quotes', 'echo "{a:text}"', /within double quotes/],
    ['with a parameter in single quotes', "echo 'x {a:text}'", /within single quotes/],
    ['with a parameter in backticks', 'echo `cat {a:path}`', /within backticks/],
    ['with a parameter in a comment', 'uptime # {a:text}', /within a comment/],
    ['with a parameter behind a quoted substitution', 'x "$(y " {a:text} ")"', /substitution/],
    ['with a parameter glued in front', 'echo x{a:text}', /glued/],
    ['with a parameter glued behind', 'echo {a:text}x', /glued/],
    ['with two in one word', 'echo {a:text}{b:text}', /glued/],
    ['with a parameter in an assignment', 'PATH={a:path} ls', /glued/],
    ['with a parameter behind an escaped blank', 'echo \\ {a:text}', /glued/],
    ['with a parameter behind two dashes alone', 'echo --={a:text}', /glued/],
    ['with a quote behind', "echo {a:text}'x'", /glued/],
    ['with a parameter for a program', '{a:path} -x', /place of a command/],
    ['with a parameter for a program in a pipe', 'ls | {a:word}', /place of a command/],
    ['with a parameter for a program in a substitution', 'echo $( {a:word} )', /place of a command/],
    ['with a parameter behind sudo', 'sudo {a:word}', /place of a command/],
    ['with a parameter behind the options of sudo', 'sudo -n -u deploy {a:name}', /place of a command/],
    ['with a parameter behind an environment', 'env LANG=C {a:name}', /place of a command/],
    ['with a parameter behind a time limit', 'timeout -k 5 10s {a:name}', /place of a command/],
    ['with a parameter behind xargs', 'ls | xargs -n 1 {a:name}', /place of a command/],
    ['with a parameter as a condition', 'if {a:word}; then true; fi', /place of a command/],
    ['with a parameter behind a variable', 'cd / && A=1 {a:word}', /place of a command/],
    ['with a parameter behind a variable in quotes', "FOO='a b' {a:word}", /place of a command/],
    ['with a parameter behind a condition', 'if true; then A=1 {a:word}; fi', /place of a command/],
    ['with a program to be traced', 'strace -p 1 {a:word}', /place of a command/],
    ['with a script for a shell behind a pipe', 'cat x | bash {a:path}', /place of a command/],
    ['with a script to be read in', '. {a:path}', /place of a command/],
    ['with a script for a shell', 'bash -x {a:path}', /place of a command/],
    ['with a script of another language', 'sudo /usr/bin/python3 -u {a:path}', /place of a command/],
    ['with a parameter for each file', 'find /srv -exec {a:word}', /place of a command/],
    ['with a parameter behind a buffer', 'stdbuf -oL {a:word}', /place of a command/],
    ['with a parameter in another root', 'chroot /a {a:word}', /place of a command/],
    ['with a parameter behind a lock', 'flock -w 5 /x {a:word}', /place of a command/],
    ['with code as a parameter', 'sh -c {a:text}', /as code/],
    ['with code behind an option with a value', 'bash -o pipefail -c {a:text}', /as code/],
    ['with code behind the end of options', 'bash -c -- {a:text}', /as code/],
    ['with code for a shell in quotes', '"bash" -c {a:text}', /as code/],
    ['with code in a long option', 'node --eval={a:text}', /as code/],
    ['with code under a lock', 'flock /x -c {a:text}', /as code/],
    ['with code for the end', 'trap {a:text} EXIT', /as code/],
    ['with code as a parameter of bash', '/bin/bash -l -c {a:text}', /as code/],
    ['with code as a parameter of eval', 'eval {a:text}', /as code/],
    ['with code for another account', 'su -c {a:text}', /as code/],
    ['with code for an account that is named first', 'su postgres -c {a:text}', /as code/],
    ['with code for an account with its environment', 'su - postgres -s /bin/sh -c {a:text}', /as code/],
    ['with code for an account in a long option', 'runuser -u x --command={a:text}', /as code/],
    ['with code that is run again and again', 'watch -n 1 {a:text}', /as code/],
    ['with code of another language', 'sudo -u x python3 -c {a:text}', /as code/],
    ['with text for a shell elsewhere', 'ssh jump.example cat {a:path}', /as code/],
    ['with a parameter without type', 'systemctl status {unit}', /no type/],
    ['with a type that is none', 'x {a:nam}', /type nam.*name, path/],
    ['with nothing for a type', 'x {a:}', /that has no type/],
    ['with bounds that are none', 'x {a:int<500}', /bounds/],
    ['with bounds that nothing is within', 'x {a:int 5..1}', /nothing is within/],
    ['with numbers that begin with a dash', 'x {a:int -5..5}', /begin with a dash/],
    ['with a length that no text has', 'x {a:text<=9999}', /0 to 4096/],
    ['with a choice that begins with a dash', 'ip {a:-l|b}', /begins with a dash/],
    ['with an empty choice', 'ip {a:b||c}', /empty/],
    ['with one name twice', 'cp {a:path} {a:path}', /two parameters called a/],
  ])('%s', (_, run, says) => {
    const read = parseTemplate(run);
    expect(read).toMatchObject({ problem: expect.stringMatching(says), mend: expect.stringMatching(/\.$/) });
  });
});
