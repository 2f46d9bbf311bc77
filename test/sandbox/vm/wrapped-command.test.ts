import { afterAll, expect, test } from 'vitest';
import { scriptClock } from '../../../sandbox/clock.ts';
import { createFleet } from '../../../sandbox/vm/fleet.ts';
import { wrapForGuest } from '../../../src/core/commands/wrap-for-guest.ts';
import { oneMachine, vmId } from './one-machine.ts';
import { logIn, run } from './ssh-client.ts';

/** What the bot sends over SSH means the same to a pretend VM as to a real one: once, under a limit, in the C locale. */

const fleet = createFleet({ world: oneMachine(), clock: scriptClock(Date.UTC(2026, 2, 1, 12)) });
afterAll(() => fleet.close());

test.each<[string, string, string, number]>([
  ['a command runs once', 'echo one | cat', 'one\n', 0],
  ['its status is its own', 'echo two; exit 3', 'two\n', 3],
  ['a program that is not there', 'no-such-program', '', 127],
  ['quotes in quotes', `echo 'it'\\''s' "a  b" "$LC_ALL"`, "it's a  b C\n", 0],
  ['more than one line', "cat <<'EOF'\n$HOME\nEOF", '$HOME\n', 0],
])('%s', async (_, command, stdout, code) => {
  const client = await logIn(fleet, vmId);
  expect(await run(client, wrapForGuest(command, { seconds: 20 }))).toMatchObject({ stdout, code });
  client.end();
});
