import { pino } from 'pino';
import { scriptClock } from '../../sandbox/clock.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { runScript, scriptStartMs } from '../../sandbox/script/run-script.ts';
import type { ChainedEvent } from '../../src/core/requests/event.ts';
import type { RequestState, VmRequest } from '../../src/core/requests/request.ts';
import { isOver } from '../../src/core/requests/transitions.ts';
import { actionIds } from '../../src/views/action-ids.ts';
import { createSky, type Sky } from './sky.ts';
import { type Story, storiesWorld } from './stories-world.ts';
import { untold } from './told.ts';
import { untruth } from './truth.ts';
import { unevenPauses } from './uneven-pauses.ts';

/** What came of all stories under one storm. */
export interface Played {
  readonly stories: number;
  readonly requests: readonly VmRequest[];
  readonly armRequests: number;
  readonly struck: number;
  /** Commands under the storm, and those that got no answer. */
  readonly commands: number;
  /** Everything that is not as it should be: a sentence each. */
  readonly problems: readonly string[];
  /** How often it was told: that an outcome is not known, that a close failed, that something half done was taken back. */
  readonly told: { readonly unknown: number; readonly closeFailed: number; readonly halfDone: number };
  /** Minutes until nothing was open any more; every grant was for an hour, or half an hour more. */
  readonly minutes: number;
}

const approvals = 'C0APPROVE';
const minuteMs = 60_000;
const caller = '203.0.113.7';
const mostTries = 30;
const mostMinutes = 300;
const mostMinutesOnTheWay = 15;

/** Everything happens with three of ten requests to Azure failing, but for the asking for what needs a form. */
export async function playStories(seed: number): Promise<Played> {
  const { world, stories } = storiesWorld();
  const sky = createSky(world, seed);
  const bugs: string[] = [];
  const log = pino(
    { level: 'error' },
    { write: (line) => void (/a bug while|step of the pass|unforeseen|listener failed/.test(line) && bugs.push(line)) },
  );
  const sandbox = await startSandbox({
    world,
    clock: scriptClock(scriptStartMs),
    fast: true,
    scripted: true,
    log,
    held: { mayAnswer: () => sky.mayAnswer() },
    wait: pauseForNothing,
  });
  try {
    return await new Stage(sandbox, sky, stories, bugs).play();
  } finally {
    await sandbox.close();
  }
}

/** Back-off is for Azure's sake, and this one has no need of it. */
async function pauseForNothing(_ms: number, signal?: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}

function halfDone(events: readonly ChainedEvent[]): number {
  return events.filter(({ kind, data }) => kind === 'failed' && String(data.message).includes('is still there')).length;
}

class Stage {
  readonly #sandbox: Sandbox;
  readonly #sky: Sky;
  readonly #stories: readonly Story[];
  readonly #problems: string[] = [];
  readonly #bugs: readonly string[];
  #commands = 0;

  constructor(sandbox: Sandbox, sky: Sky, stories: readonly Story[], bugs: readonly string[]) {
    this.#sandbox = sandbox;
    this.#sky = sky;
    this.#stories = stories;
    this.#bugs = bugs;
  }

  async play(): Promise<Played> {
    const { store } = this.#sandbox;
    for (const story of this.#stories) await this.#file(story);
    this.#sky.stormy = true;
    await this.#openMore();
    await this.#approveAll('after the approvals');
    await this.#pressAll('extended', actionIds.extendGrant);
    await this.#approveAll('after the extensions');
    await this.#pressAll('close now', actionIds.closeGrant);
    await this.#check('after closing early');
    let minutes = 0;
    for (; minutes < mostMinutes && (await this.#underWay()).length > 0; minutes += 1) {
      await this.#sandbox.advance(minuteMs);
      await this.#check(`after ${minutes + 1} min`);
    }
    for (const { id, state } of await this.#underWay()) this.#problems.push(`${id} is still ${state} in the end`);
    // Whatever Slack was not told yet it is told at the next pass.
    await this.#sandbox.advance(minuteMs);
    const requests = await store.requests.list({});
    const events = await store.events.since(1, 100_000);
    this.#problems.push(...(await untold(requests, this.#sandbox, approvals)), ...unevenPauses(events), ...this.#bugs);
    const count = (kind: string) => events.filter((event) => event.kind === kind).length;
    return {
      stories: this.#stories.length,
      requests,
      armRequests: this.#sky.requests,
      struck: this.#sky.struck,
      commands: this.#commands,
      problems: this.#problems,
      told: {
        unknown: count('outcome-unknown'),
        closeFailed: count('close-failed'),
        halfDone: halfDone(events),
      },
      minutes,
    };
  }

  /** Under a clear sky what a failed check offers; a port is asked for by its command, whatever the weather. */
  async #file({ vm, kind, end }: Story): Promise<void> {
    if (kind === 'one group' || kind === 'two groups') return;
    const button = {
      start: 'Start the VM',
      'public IP': 'Associate a public IP',
      'new group': 'Create a network security group',
    }[kind];
    const { transcript, failed } = await runScript(
      this.#sandbox,
      [
        `alice> /vm connect-check ${vm} from ${caller}`,
        `alice> click "${button}"`,
        ...(end === 'its time' ? ['alice> choose "1 h"'] : []),
        'alice> fill "Why" with "the story"',
        'alice> submit',
      ].join('\n'),
    );
    if (failed.length > 0) throw new Error(`It could not be asked for:\n${transcript}`);
  }

  /** Each command gets an answer; where that is no request, it is typed again, as people do. */
  async #openMore(): Promise<void> {
    for (const { vm, kind } of this.#stories) {
      if (kind !== 'one group' && kind !== 'two groups') continue;
      for (let tries = 0; tries < mostTries && !(await this.#isFiled(vm)); tries += 1) {
        const before = this.#answers();
        await this.#sandbox.slack.workspace.type(
          'U0ALICE',
          'C0GENERAL',
          `/vm open ${vm} from ${caller} for 1h because the story`,
        );
        await this.#sandbox.settle();
        this.#commands += 1;
        if (this.#answers() === before) this.#problems.push(`/vm open ${vm} got no answer`);
      }
      if (!(await this.#isFiled(vm))) this.#problems.push(`${vm} could not be asked for in ${mostTries} tries`);
    }
  }

  async #isFiled(vm: string): Promise<boolean> {
    return (await this.#sandbox.store.requests.list({})).some((request) => request.vm.name === vm);
  }

  #answers(): number {
    const { channels } = this.#sandbox.slack.workspace.view('U0ALICE');
    const messages = channels.find(({ id }) => id === 'C0GENERAL')?.messages ?? [];
    return messages.filter(({ ephemeral }) => ephemeral).length;
  }

  /** All at once: what is on the way at the same time hangs at the same time as well. */
  async #approveAll(when: string): Promise<void> {
    const { store, slack } = this.#sandbox;
    const pending = await store.requests.list({ states: ['pending'] });
    const clicks = pending.map(async ({ id }) => {
      const ts = (await store.cards.of(id)).find(({ audience }) => audience === 'approvers')?.posted?.ts ?? '';
      const place = { in: 'message', channel: approvals, ts } as const;
      const outcome = await slack.workspace.click('U0BOB', { place, blockId: 'request', actionId: actionIds.approve });
      if (!outcome.ok) this.#problems.push(`${id} could not be approved: ${outcome.notice}`);
    });
    await Promise.all(clicks);
    await this.#sandbox.settle();
    await this.#check(when);
    // What could not be done at once, for want of an answer from Azure, is done or given up within some minutes.
    const onTheWay: readonly RequestState[] = ['approved', 'executing', 'unknown'];
    for (let minute = 1; minute <= mostMinutesOnTheWay; minute += 1) {
      if ((await store.requests.list({ states: onTheWay })).length === 0) return;
      await this.#sandbox.advance(minuteMs);
      await this.#check(`${when}, ${minute} min later`);
    }
    for (const { id, state } of await store.requests.list({ states: onTheWay }))
      this.#problems.push(`${id} is still ${state}, ${mostMinutesOnTheWay} min ${when}`);
  }

  /** The requester presses a button on what is open, and submits the form where there is one. */
  async #pressAll(end: Story['end'], actionId: string): Promise<void> {
    const { store, slack } = this.#sandbox;
    const vms = this.#stories.filter((story) => story.end === end).map(({ vm }) => vm);
    for (const { id, vm } of await store.requests.list({ states: ['active'] })) {
      if (!vms.includes(vm.name)) continue;
      const card = (await store.cards.of(id)).find(({ audience }) => audience === 'requester')?.posted;
      const place = { in: 'message', channel: card?.channelId ?? '', ts: card?.ts ?? '' } as const;
      const outcome = await slack.workspace.click('U0ALICE', { place, blockId: 'request', actionId });
      if (!outcome.ok) this.#problems.push(`${id}: ${actionId} could not be pressed: ${outcome.notice}`);
      await this.#sandbox.settle();
      if (actionId !== actionIds.extendGrant) continue;
      const { failed, transcript } = await runScript(
        this.#sandbox,
        'alice> choose "30 min"\nalice> fill "Why" with "more of it"\nalice> submit',
      );
      if (failed.length > 0) this.#problems.push(transcript);
    }
  }

  async #underWay(): Promise<VmRequest[]> {
    return (await this.#sandbox.store.requests.list({})).filter(({ state }) => !isOver(state));
  }

  async #check(when: string): Promise<void> {
    for (const request of await this.#sandbox.store.requests.list({})) {
      const { id, vm, action } = request;
      const who = `${when}, ${action} on ${vm.name} (${id})`;
      const wrong = untruth(request, this.#sandbox.world);
      if (wrong !== undefined) this.#problems.push(`${who}: ${wrong}. ${request.ending?.message ?? ''}`);
    }
  }
}
