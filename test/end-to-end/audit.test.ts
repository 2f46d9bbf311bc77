import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realSandboxClock } from '../../sandbox/clock.ts';
import type { RunningConsole } from '../../sandbox/console/server.ts';
import { openConsole } from '../../sandbox/open-console.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { loadWorld } from '../../sandbox/world/load.ts';
import { launchChromium, skipsBrowser } from '../chromium.ts';
import { openWindow, type Window } from './window.ts';

describe.skipIf(skipsBrowser)('an audit, from the report to the closed door, as the people see it', () => {
  let sandbox: Sandbox;
  let running: RunningConsole;
  let browser: Browser;
  let carol: Window;
  let bob: Window;

  beforeAll(async () => {
    sandbox = await startSandbox({ world: await loadWorld(), clock: realSandboxClock(), fast: true });
    running = await openConsole(sandbox, 0);
    browser = await launchChromium();
    carol = await openWindow(browser, running.url, 'carol');
    bob = await openWindow(browser, running.url, 'bob');
    await carol.enter('vm-audit');
    await bob.enter('vm-approvals');
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    await running?.close();
    await sandbox?.close();
  });

  const report = (words: string) => carol.messages(words).last();
  const reach = () =>
    carol.page
      .getByTestId('vm-roundabout')
      .locator('[data-address]')
      .filter({ hasText: 'the internet' })
      .getAttribute('data-verdict');

  test('the first report tells how many doors are open, and has buttons for each', async () => {
    await carol.say('/vm audit');
    await report('This is the first audit').waitFor();
    const words = await report('This is the first audit').innerText();
    expect(words).toContain('11 open doors: 7 critical, 3 high, 1 medium');
    expect(words).toMatch(/detour-nsg[\s\S]*Internet -> 20\.86\.40\.21:22 -> roundabout-nic -> roundabout \(running\)/);
    expect(
      await report('This is the first audit')
        .getByRole('button', { name: /^Ask to close/ })
        .count(),
    ).toBe(4);
    expect(await reach()).toBe('reaches');
  });

  test('a door is closed from it, once somebody approved, and it is seen in Azure', async () => {
    await report('This is the first audit')
      .getByRole('button', { name: /^Ask to close/ })
      .first()
      .click();
    const form = carol.form('Close the port');
    await form.getByText('detour-nsg').waitFor();
    await form.getByRole('button', { name: 'Ask for approval' }).click();
    const card = bob.messages('closing port 22 in detour-nsg').first();
    await card.getByText('directly in front of the rule that lets them in').waitFor();
    await card.getByText('Who loses access to port 22: everybody on the internet').waitFor();
    await card.getByRole('button', { name: 'Approve' }).click();
    await bob.messages('Done: closing port 22 in detour-nsg').first().waitFor();
    await expect.poll(reach).toBe('blocked');
  });

  test('the next report has a picture of the last ones that is really drawn, and words for it', async () => {
    await carol.say('/vm audit');
    await report('1 resolved').waitFor();
    const picture = carol.page.locator('img.file-picture').last();
    await picture.waitFor();
    const size = await carol.page.evaluate(
      "(async () => { const image = document.querySelector('img.file-picture'); await image.decode(); return [image.naturalWidth, image.naturalHeight]; })()",
    );
    expect(size).toEqual([1800, 880]);
    expect(await picture.getAttribute('alt')).toMatch(
      /^Findings of the last 2 audits: at first 7 critical.*now 6 critical/,
    );
  });
});
