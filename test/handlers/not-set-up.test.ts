import { describe, expect, test } from 'vitest';
import { parseWorld } from '../../sandbox/world/load.ts';
import { ordinaryWorld } from '../azure/ordinary-world.ts';
import { keyLine } from '../core/troubleshoot/machines.ts';
import { startStory } from './story.ts';

/** A world in which the bot is set up as far as it has to be, and no farther. */
function story({ hasChannel }: { hasChannel: boolean }) {
  const world = {
    ...ordinaryWorld(),
    bot: { commands: {} },
    slack: {
      users: [{ id: 'U0ALICE', name: 'alice' }],
      // Where the bot may not post, requests cannot be shown.
      channels: [{ id: 'C0GENERAL', name: 'general', members: ['U0ALICE'], bot: hasChannel }],
    },
  };
  return startStory(parseWorld(JSON.stringify(world), 'world.json'));
}

describe('without an approvals channel', () => {
  test('host keys are read and shown, and nobody can be asked to approve them', async () => {
    await using told = await story({ hasChannel: false });
    expect(await told.tell('alice> /vm fingerprint web')).toContain('What the VM tells through Azure');
    const asked = await told.tell('alice> click "Ask for approval"');
    expect(asked).toMatch(/Nobody can be asked: the bot has no approvals channel\.\s+.*`approvals\.channel`/);
  });

  test('a key cannot be asked for', async () => {
    await using told = await story({ hasChannel: false });
    const asked = await told.tell(
      'alice> /vm key web for 1h',
      `alice> fill "Your public key" with "${keyLine}"`,
      'alice> submit',
    );
    expect(asked).toContain('Nobody can be asked: the bot has no approvals channel.');
  });

  test('what only reads is there all the same', async () => {
    await using told = await story({ hasChannel: false });
    const seen = await told.tell('alice> /vm troubleshoot web', 'alice> /vm connect web from 203.0.113.7');
    expect(seen).toMatch(/for azureuser on web/);
    expect(seen).toContain('How to connect to web');
  });
});

describe('without any commands in the configuration', () => {
  test.each([
    ['/vm commands web', /Anything else (?:may be asked for|is not allowed)/],
    ['/vm run web uptime', /no command/i],
  ])('%s is answered', async (line, says) => {
    await using told = await story({ hasChannel: true });
    expect(await told.tell(`alice> ${line}`)).toMatch(says);
  });
});
