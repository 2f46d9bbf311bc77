import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realSandboxClock } from '../../sandbox/clock.ts';
import type { RunningConsole } from '../../sandbox/console/server.ts';
import { openConsole } from '../../sandbox/open-console.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { loadWorld } from '../../sandbox/world/load.ts';
import { launchChromium, skipsBrowser } from '../chromium.ts';
import { skipsSsh, sshWithFiles } from '../open-ssh.ts';
import { openWindow, type Window } from './window.ts';

const address = '20.51.230.20';
const vm =
  '/subscriptions/6f1c2b7e-0d3a-4b52-9c11-5a7e1c2d3e4f/resourceGroups/production/providers/Microsoft.Compute/virtualMachines/jump';
/** Markup, spaces and quotes: nothing of it may be lost on the way to the card, and to the VM. */
const command = `for i in $(seq 1 60); do echo "$i  *of* <many> &amp; :tada:"; done; exit 3`;
const line = (number: number) => `${number}  *of* <many> &amp; :tada:`;
const patient = { timeout: 60_000 };

describe.skipIf(skipsBrowser)('host keys and commands, as the people do it', { timeout: 180_000 }, () => {
  let sandbox: Sandbox;
  let running: RunningConsole;
  let browser: Browser;
  let asker: Window;
  let approver: Window;
  /** What alice has copied from the page by now. */
  let own: Copied;

  beforeAll(async () => {
    sandbox = await startSandbox({ world: await loadWorld(), clock: realSandboxClock(), fast: true });
    running = await openConsole(sandbox, 0);
    browser = await launchChromium();
    asker = await openWindow(browser, running.url, 'alice');
    approver = await openWindow(browser, running.url, 'carol');
    for (const { page } of [asker, approver]) page.setDefaultTimeout(patient.timeout);
    await asker.enter('vm-access');
    await approver.enter('vm-approvals');
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await running?.close();
    await sandbox?.close();
  });

  const fingerprints = (): string[] => {
    const input = sandbox.fleet.hostKeys(vm).join('\n');
    const printed = spawnSync('ssh-keygen', ['-lf', '-'], { input, encoding: 'utf8' }).stdout;
    return printed.match(/SHA256:\S+/g) ?? [];
  };
  /** What its sshd shows, as a line of known_hosts has it; none while it is not up. */
  const shown = () => sandbox.fleet.hostKeys(vm).flatMap((key) => /^ssh-ed25519 \S+/.exec(key)?.[0] ?? []);
  const ssh = (target: string, { knownHosts, config }: Pick<Copied, 'knownHosts' | 'config'>) =>
    sshWithFiles({ proxyPort: sandbox.internet.port, from: '203.0.113.7', knownHosts, config }, target, 'hostname');
  const trusted = () => asker.messages('These are the keys that were approved for jump').last();

  test('the keys are read, and approved with the keyboard alone', async () => {
    await asker.say('/vm fingerprint production/jump');
    const report = asker.messages('No host key of jump is trusted yet');
    await pressByKey(asker, report.getByRole('button', { name: 'Ask for approval' }));
    await asker.messages('You asked to trust the host keys of jump').waitFor();

    const card = approver.messages('Needs approval: host keys of jump');
    const onCard = (await card.innerText()).match(/SHA256:\S+/g);
    expect(onCard).toHaveLength(3);
    expect((await report.innerText()).match(/SHA256:\S+/g)).toEqual(expect.arrayContaining(onCard ?? []));
    await pressByKey(approver, card.getByRole('button', { name: 'Approve' }));
    await approver.messages('Done: host keys of jump').waitFor();

    await asker.say('/vm fingerprint production/jump');
    own = await copiedFrom(trusted());
    expect([...own.fingerprints].sort()).toEqual([...(onCard ?? [])].sort());
  });

  test.skipIf(skipsSsh)('the fingerprints are those of ssh-keygen, and of a real client that asks', async () => {
    expect([...own.fingerprints].sort()).toEqual(fingerprints().sort());
    const stranger = await ssh(`azureuser@${address}`, { knownHosts: '', config: '' });
    expect(stranger.code).toBe(255);
    expect(/Server host key: \S+ (SHA256:\S+)/.exec(stranger.stderr)?.[1]).toBe(own.clientShows);
  });

  test.skipIf(skipsSsh)('what the page offers lets a real ssh client in, without a question', async () => {
    expect(own.config).toContain('StrictHostKeyChecking yes');
    const { code, stdout, stderr } = await ssh(own.alias, own);
    expect(stderr).toMatch(/Host '\S+' is known and matches/);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'jump\n' });
  });

  test('a command of the configuration runs at once', async () => {
    await asker.say('/vm run production/jump uptime');
    const answer = asker.messages('asked to run uptime on jump').filter({ hasText: 'It exited with status 0' });
    await answer.locator('pre').filter({ hasText: 'load average' }).waitFor();
  });

  test('another one is approved on its exact bytes, with the keyboard alone', async () => {
    await asker.say(`/vm run production/jump because INC-1 -- ${command}`);
    const card = approver.messages('Needs approval: command on jump');
    await card.waitFor();
    expect(await card.locator('pre').innerText()).toBe(command);
    const words = await card.innerText();
    expect(words).toContain(`SHA-256 of the command: ${createHash('sha256').update(command).digest('hex')}`);
    expect(words).toMatch(/Why\s+INC-1/);
    expect(words).toContain('What comes of it is read by everybody in #vm-access');

    const approve = card.getByRole('button', { name: 'Approve' });
    await approve.focus();
    await approver.page.keyboard.press('Tab');
    await approver.page.keyboard.press('Tab');
    await approver.page.keyboard.press('Enter');
    const exact = approver.form('Exact request');
    expect(await exact.locator('pre').innerText()).toContain(`"command": ${JSON.stringify(command)}`);
    await approver.page.keyboard.press('Escape');
    await exact.waitFor({ state: 'detached' });
    await pressByKey(approver, approve);
    await approver.messages('Done: command on jump').waitFor();
  });

  test('its end is in the message, and the whole of it in the thread', async () => {
    const answer = asker.messages('It exited with status 3');
    await answer.getByText('The end of the output; the whole of it is in the thread').waitFor();
    expect(await answer.locator('pre').innerText()).toBe(
      Array.from({ length: 25 }, (_, at) => line(36 + at)).join('\n'),
    );

    await pressByKey(asker, answer.getByRole('button', { name: /1 reply/ }));
    const thread = asker.page.getByTestId('thread');
    await pressByKey(asker, thread.getByRole('button', { name: 'Show all 60 lines' }));
    const file = thread.locator('.file-text');
    await expect.poll(() => file.innerText(), patient).toContain(line(60));
    const whole = (await file.innerText()).trimEnd().split('\n');
    expect(whole).toEqual(Array.from({ length: 60 }, (_, at) => line(at + 1)));
    await pressByKey(asker, thread.getByRole('button', { name: 'Close thread' }));
  });

  test('after its keys have changed nothing runs there, and everybody who decides is told', async () => {
    const before = own.clientShows;
    const had = shown();
    expect(had).toEqual([own.ed25519]);
    const machine = asker.page.getByTestId('vm-jump').filter({ hasText: address });
    await machine.getByRole('button', { name: 'jump' }).click();
    await machine.getByRole('button', { name: 'New host keys' }).click();
    await expect.poll(shown, patient).not.toEqual(had);
    await expect.poll(shown, patient).toHaveLength(1);
    // The connection of the command before is kept for a minute.
    const minutes = sandbox.clock.now() / 60_000;
    await asker.page.getByRole('button', { name: 'Advance the clock by 5 minutes' }).click();
    await expect.poll(() => sandbox.clock.now() / 60_000 - minutes, patient).toBeGreaterThanOrEqual(5);

    await asker.say('/vm run production/jump uptime');
    const refused = asker.messages('is not the one that was approved');
    await refused.getByText('Nothing was run, and the bot did not try to log in').waitFor();
    const alarm = approver.messages('Host key changed: jump');
    await alarm.waitFor();
    const [was, is] = (await alarm.innerText()).match(/SHA256:\S+/g) ?? [];
    expect(was).toBe(before);
    expect(is).not.toBe(before);
    expect(await refused.innerText()).toContain(is);
  });

  test.skipIf(skipsSsh)('the lines that were copied before keep a real ssh client out', async () => {
    const { code, stderr } = await ssh(own.alias, own);
    expect(code).toBe(255);
    expect(stderr).toContain('REMOTE HOST IDENTIFICATION HAS CHANGED');
  });

  test('Azure is asked again, somebody else approves, and it runs', async () => {
    const alarm = approver.messages('Host key changed: jump').first();
    await pressByKey(approver, alarm.getByRole('button', { name: 'Ask Azure again' }));
    const report = approver.messages('The host key of jump has changed');
    await report.getByText('shows the same keys').waitFor();
    await pressByKey(approver, report.getByRole('button', { name: 'Ask for approval' }));
    const card = approver.messages('Needs approval: host keys of jump');
    await card.getByText('Instead of those that were approved before').waitFor();
    await pressByKey(approver, card.getByRole('button', { name: 'Approve' }));
    await approver.messages(/Only visible to you.*own request/s).waitFor();

    await approver.become('Bob Baker');
    await approver.enter('vm-approvals');
    expect((await card.innerText()).match(/SHA256:\S+/g)).toContain(own.clientShows);
    await pressByKey(approver, card.getByRole('button', { name: 'Approve' }));
    await expect.poll(() => approver.messages('Done: host keys of jump').count(), patient).toBe(2);

    const ran = asker.messages('asked to run uptime on jump').filter({ hasText: 'It exited with status 0' });
    await asker.say('/vm run production/jump uptime');
    await expect.poll(() => ran.count(), patient).toBe(2);
  });

  test.skipIf(skipsSsh)('the new lines let a real ssh client in again', async () => {
    const answers = asker.messages('These are the keys that were approved for jump');
    await asker.say('/vm fingerprint production/jump');
    await expect.poll(() => answers.count(), patient).toBe(2);
    const again = await copiedFrom(trusted());
    expect(again.clientShows).not.toBe(own.clientShows);
    expect([...again.fingerprints].sort()).toEqual(fingerprints().sort());
    const { code, stdout } = await ssh(again.alias, again);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'jump\n' });
  });
});

interface Copied {
  readonly knownHosts: string;
  readonly config: string;
  /** Of the block in `config`. */
  readonly alias: string;
  readonly fingerprints: readonly string[];
  /** The fingerprint in the line that a client shows first. */
  readonly clientShows: string;
  /** The public key in it, as it stands in known_hosts. */
  readonly ed25519: string;
}

/** The text of the boxes, as somebody marks and copies it. */
async function copiedFrom(message: Locator): Promise<Copied> {
  await message.waitFor();
  const boxes = await message.locator('pre').allInnerTexts();
  const box = (what: RegExp) => boxes.find((text) => what.test(text)) ?? '';
  const knownHosts = `${box(/ ssh-ed25519 AAAA/)}\n`;
  const config = box(/^Host /);
  const [, alias = ''] = /^Host (\S+)$/m.exec(config) ?? [];
  const [, clientShows = ''] = /^ED25519 key fingerprint is (SHA256:\S+)$/m.exec(box(/^ED25519/)) ?? [];
  const [ed25519 = ''] = /ssh-ed25519 AAAA\S+/.exec(knownHosts) ?? [];
  const fingerprints = new Set((await message.innerText()).match(/SHA256:[\w+/]+/g));
  return { knownHosts, config, alias, fingerprints: [...fingerprints], clientShows, ed25519 };
}

async function pressByKey({ page }: Window, button: Locator): Promise<void> {
  await button.focus();
  await page.keyboard.press('Enter');
}
