import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callAzure } from '../../sandbox/call-azure.ts';
import { realSandboxClock } from '../../sandbox/clock.ts';
import type { RunningConsole } from '../../sandbox/console/server.ts';
import { openConsole } from '../../sandbox/open-console.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { loadWorld } from '../../sandbox/world/load.ts';
import { launchChromium, skipsBrowser } from '../chromium.ts';

const nsg =
  '/subscriptions/6f1c2b7e-0d3a-4b52-9c11-5a7e1c2d3e4f/resourceGroups/myResourceGroup/providers/Microsoft.Network/networkSecurityGroups/myVM-nsg';

describe.skipIf(skipsBrowser)('connect-check in the console, as a person uses it', () => {
  let sandbox: Sandbox;
  let running: RunningConsole;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    sandbox = await startSandbox({ world: await loadWorld(), clock: realSandboxClock(), fast: true });
    running = await openConsole(sandbox, 0);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.setDefaultTimeout(15_000);
    await page.goto(running.url);
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    await running?.close();
    await sandbox?.close();
  });

  const say = async (line: string) => {
    await page.getByTestId('composer').fill(line);
    await page.getByTestId('composer').press('Enter');
  };
  const lastMessage = () => page.getByTestId('message').last();

  test('the failing rule is named, the port is opened, and the same command passes with the banner', async () => {
    await say('/vm connect-check myVM from 203.0.113.7');
    const card = lastMessage().filter({ hasText: '1 thing stands in the way' });
    await card.waitFor();
    const words = await card.innerText();
    expect(words).toContain('Port 22 is closed to 203.0.113.7');
    expect(words).toMatch(/rule DenyAllInBound \(priority 65500.*myVM-nsg/);
    expect(words).toContain('az network nsg rule create');

    const status = await callAzure(sandbox.arm, 'PUT', `${nsg}/securityRules/SSH`, {
      properties: {
        priority: 310,
        direction: 'Inbound',
        access: 'Allow',
        protocol: 'Tcp',
        sourceAddressPrefixes: ['203.0.113.7', sandbox.world.botAddress],
        sourcePortRange: '*',
        destinationAddressPrefix: '10.0.0.4',
        destinationPortRange: '22',
      },
    });
    expect(status).toBe(201);
    await expect.poll(() => JSON.stringify(sandbox.world.get(nsg)?.properties)).toContain('"SSH"');

    await say('/vm connect-check myVM from 203.0.113.7');
    const ready = lastMessage().filter({ hasText: 'ready for SSH from 203.0.113.7' });
    await ready.waitFor();
    const after = await ready.innerText();
    expect(after).toMatch(/rule SSH \(priority 310\)/);
    expect(after).toMatch(/SSH answers: SSH-2\.0-OpenSSH/);
    expect(after).toContain('ssh azureuser@20.51.230.13');

    const stale = page.getByTestId('message').filter({ hasText: '1 thing stands in the way' });
    const ts = await stale.getAttribute('data-ts');
    await stale.getByRole('button', { name: /again/ }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => stale.count()).toBe(0);
    // Whoever works with the keyboard can go on where they were, though the card is another one.
    const again = page.locator(`[data-ts="${ts}"]`).getByRole('button', { name: /again/ });
    await expect.poll(() => again.evaluate((element) => element.matches(':focus'))).toBe(true);
  });

  test('a shared report is there for everybody, once its caller knows what they will see', async () => {
    const shared = page.getByTestId('message').filter({ hasText: 'Shared by' });
    const dialog = page.getByRole('dialog', { name: 'Share this report?' });
    await lastMessage().getByRole('button', { name: /share/i }).click();
    await dialog.getByText('203.0.113.7').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await shared.count()).toBe(0);
    await lastMessage().getByRole('button', { name: /share/i }).click();
    await dialog.getByRole('button', { name: 'Share' }).click();
    await shared.waitFor();
    await page.goto(`${running.url}?as=bob`);
    await page.getByTestId('message').filter({ hasText: 'Shared by' }).waitFor();
    expect(await page.getByText('Only visible to you').count()).toBe(0);
  });
});
