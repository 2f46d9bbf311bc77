import { expect, test } from 'vitest';
import { scriptClock } from '../../../sandbox/clock.ts';
import { derivedUserKey } from '../../../sandbox/keys/derive-key.ts';
import { botLogin } from '../../../sandbox/vm/bot-user.ts';
import { createFleet } from '../../../sandbox/vm/fleet.ts';
import { oneMachine, vmId } from './one-machine.ts';
import { logIn, run } from './ssh-client.ts';

const users = [{ name: 'eve', keys: [derivedUserKey('eve').publicKeyLine] }];
const config = { username: botLogin().user, privateKey: botLogin().privateKey };

test.each([
  ['left out', undefined],
  ['of other users', { users }],
])('the bot has an account on a guest %s', async (_, guest) => {
  const fleet = createFleet({ world: oneMachine({ guest }), clock: scriptClock(0) });
  const client = await logIn(fleet, vmId, config);
  expect(await run(client, 'whoami; sudo whoami')).toMatchObject({ stdout: 'drawbridge\nroot\n', code: 0 });
  client.destroy();
  fleet.close();
});

test.each([
  ['without it', { users, bot: false }],
  ['with an account of that name and other keys', { users: [{ ...users[0], name: 'drawbridge' }] }],
])('the bot is not let in to a guest %s', async (_, guest) => {
  const fleet = createFleet({ world: oneMachine({ guest }), clock: scriptClock(0) });
  await expect(logIn(fleet, vmId, config)).rejects.toMatchObject({ level: 'client-authentication' });
  fleet.close();
});
