import { expect, test } from 'vitest';
import { exampleOf } from '../../../src/core/commands/example-of.ts';
import { fillTemplate } from '../../../src/core/commands/fill-template.ts';
import { tokenise } from '../../../src/core/text/tokenise.ts';
import { template } from './make.ts';

test.each([
  ['uptime', 't'],
  ['journalctl -u {unit:name} -n {lines:int<=50}', 't nginx 50'],
  ['head -n {lines:int>=200} {file:path}', 't 200 /var/log/syslog'],
  ['grep {what:text} {file:path}', "t 'disk full' /var/log/syslog"],
  ['x {a:text<=4} {b:word 20..30} {c:name<=1}', 't disk errorxxxxxxxxxxxxxxx n'],
  ['x {a:stop|start} {b:host}', 't stop example.com'],
  ['x {a:path<=3} {b:text 0..5} {c:int 7..7}', "t /va 'disk ' 7"],
  ['x --n={a:int -9..-3}', 't -3'],
])('the example of %s is one that it takes', (run, example) => {
  const made = template('t', run);
  expect(exampleOf(made)).toBe(example);
  const words = tokenise(example);
  expect(fillTemplate(made, words.ok ? words.words.slice(1) : [])).toMatchObject({ ok: true });
});
