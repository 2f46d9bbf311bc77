import { person } from './people.ts';
import { packet, type Stage } from './stage.ts';

/** How the story ends: the time is over, or alice is done before. */
export type Ending = 'by the clock' | 'by hand';

/** What somebody wants: they do it again until they see that it has come about. */
interface Goal {
  readonly what: string;
  reached(): boolean;
  /** Does what can be done about it just now, if anything can. */
  tries?(): Promise<unknown>;
}

/** People look again after so long, and nobody waits longer than three minutes. */
const lookEveryMs = 15_000;
const mostLooks = 12;
const minuteMs = 60_000;
/** By the ends of their headings. */
const openCard = { on: ': port 22 of myVM ==' };
const moreCard = { on: ': more time for port 22 of myVM ==' };
const approvers = 'vm-approvals';
const direct = '@drawbridge';

/** Somebody waited in vain: what they wanted never came about, and nobody told them why. */
export class Stuck extends Error {}

/** A port is opened with approval, kept open for longer with another, and closed: what people do, whatever the bot does. */
export async function playStory(stage: Stage, ending: Ending): Promise<void> {
  const [alice, bob, carol] = [person(stage, 'alice'), person(stage, 'bob'), person(stage, 'carol')];
  await stage.settle();

  await stage.scene('alice asks');
  const line = `/vm open myVM from ${packet.source} for 1h because deploy INC-1`;
  let answersBefore = 0;
  await strive(stage, {
    what: 'alice has an answer',
    reached: () => alice.answers() > answersBefore,
    async tries() {
      answersBefore = alice.answers();
      await alice.does({ deed: 'type', words: line }, 'general');
    },
  });
  await strive(stage, {
    what: 'the approvers see the request',
    reached: () => bob.sees('Approve', { channel: approvers, ...openCard }),
  });

  await stage.scene('bob approves');
  await strive(stage, {
    what: 'bob sees that his approval counts',
    reached: () => !bob.sees('Approve', newestOnly(bob, openCard.on)),
    tries: () => bob.does({ deed: 'click', label: 'Approve', ...openCard }, approvers),
  });
  await strive(stage, {
    what: 'alice sees that it is open',
    reached: () => alice.reads({ channel: direct, ...openCard })?.startsWith('== :large_green_circle: Open:') === true,
  });

  await stage.scene('an hour goes by');
  await stage.tick(minuteMs);
  await stage.tick((await endOf(stage)) - 8 * minuteMs - stage.clock.now());

  await stage.scene('alice asks for more time');
  let hasSubmitted = false;
  await strive(stage, {
    what: 'alice has asked for more time',
    reached: () => hasSubmitted && !alice.hasForm(),
    async tries() {
      if (!alice.hasForm()) {
        await alice.does({ deed: 'click', label: 'Extend', ...openCard }, direct);
        await stage.settle();
      }
      await alice.does({ deed: 'choose', option: '30 min' });
      await alice.does({ deed: 'fill', label: 'Why (optional)', value: 'it takes longer' });
      await alice.does({ deed: 'fill', label: 'Why', value: 'it takes longer' });
      hasSubmitted = await alice.does({ deed: 'submit' });
    },
  });
  await strive(stage, {
    what: 'the approvers see the request for more time',
    reached: () => carol.sees('Approve', { channel: approvers, ...moreCard }),
  });

  await stage.scene('carol approves more time');
  const firstEndMs = await endOf(stage);
  await strive(stage, {
    what: 'carol sees that her approval counts',
    reached: () => !carol.sees('Approve', newestOnly(carol, moreCard.on)),
    tries: () => carol.does({ deed: 'click', label: 'Approve', ...moreCard }, approvers),
  });
  await strive(stage, {
    what: 'alice sees that she has more time',
    reached: () => alice.reads({ channel: direct, ...moreCard })?.startsWith('== :white_check_mark: Done:') === true,
  });

  await stage.scene('the first end goes by');
  await stage.tick(Math.max(0, firstEndMs + minuteMs / 2 - stage.clock.now()));
  if (!stage.isOpen()) throw new Stuck('the door is open until its new end');

  if (ending === 'by hand') {
    await stage.scene('alice is done');
    await strive(stage, {
      what: 'alice sees that it is being closed',
      reached: () => !alice.sees("I'm done", { channel: direct, ...openCard }),
      tries: () => alice.does({ deed: 'click', label: "I'm done", ...openCard }, direct),
    });
  } else {
    await stage.scene('the end comes');
    await stage.tick((await endOf(stage)) - stage.clock.now());
  }
  await strive(stage, {
    what: 'alice sees that it is closed',
    reached: () => alice.reads({ channel: direct, ...openCard })?.startsWith('== :lock: Closed:') === true,
  });
  await stage.scene('afterwards');
  for (let minute = 0; minute < 3; minute += 1) await stage.tick(2 * minuteMs);

  /** A card that was posted twice has a copy that nobody changes any more. */
  function newestOnly(reader: typeof bob, on: string) {
    const newest = reader.reads({ channel: approvers, on }) ?? on;
    return { channel: approvers, on: newest };
  }
}

async function strive(stage: Stage, { what, reached, tries }: Goal): Promise<void> {
  for (let looks = 0; looks < mostLooks; looks += 1) {
    await tries?.();
    await stage.settle();
    if (reached()) return;
    await stage.tick(lookEveryMs);
    if (reached()) return;
  }
  throw new Stuck(what);
}

/** When the bot means to close it. */
async function endOf(stage: Stage): Promise<number> {
  const [grant] = await (await stage.memory()).requests.list({ states: ['active'] });
  if (grant?.closesAtMs === undefined) throw new Stuck('there is an open grant');
  return grant.closesAtMs;
}
