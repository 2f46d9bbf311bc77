import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realSandboxClock } from '../../sandbox/clock.ts';
import type { RunningConsole } from '../../sandbox/console/server.ts';
import { openConsole } from '../../sandbox/open-console.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { loadWorld } from '../../sandbox/world/load.ts';
import { launchChromium, skipsBrowser } from '../chromium.ts';
import { type OpenSsh, openSsh, skipsSsh } from '../open-ssh.ts';
import { openWindow, type Window } from './window.ts';

const address = '20.51.230.13';
const group = '/subscriptions/6f1c2b7e-0d3a-4b52-9c11-5a7e1c2d3e4f/resourceGroups/myResourceGroup/providers';
const vm = `${group}/Microsoft.Compute/virtualMachines/myVM`;

describe.skipIf(skipsBrowser || skipsSsh)('a port, from the check to the closed door, as the people do it', () => {
  let sandbox: Sandbox;
  let running: RunningConsole;
  let browser: Browser;
  /** Alice's computer. */
  let ssh: OpenSsh;
  let first: Window;
  let second: Window;
  let sshLine: string;

  beforeAll(async () => {
    sandbox = await startSandbox({ world: await loadWorld(), clock: realSandboxClock(), fast: true });
    running = await openConsole(sandbox, 0);
    browser = await launchChromium();
    const hostKeys = { [address]: sandbox.fleet.hostKeys(vm) };
    ssh = await openSsh({ proxyPort: sandbox.internet.port, from: '203.0.113.7', hostKeys });
    first = await openWindow(browser, running.url, 'alice');
    second = await openWindow(browser, running.url, 'carol');
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    await running?.close();
    await sandbox?.close();
    await ssh?.[Symbol.asyncDispose]();
  });

  const reach = (from: string) =>
    first.page.getByTestId('vm-myVM').locator(`[data-address="${from}"]`).getAttribute('data-verdict');
  const rules = async () => {
    const names = await first.page.getByTestId('nsg-myVM-nsg').locator('.rule-name').allInnerTexts();
    return names.filter((name) => name.startsWith('drawbridge-'));
  };
  const rulesPut = () =>
    sandbox.arm.requests.filter(({ method, path }) => method === 'PUT' && path.includes('/securityRules/')).length;
  const focused = () => first.page.evaluate<string>('document.activeElement.dataset.testid ?? ""');

  test('the door is shut: ssh does not get through, and the check has the button that asks for it', async () => {
    expect((await ssh.run(`ssh azureuser@${address}`, 'true', 1)).code).toBe(255);
    await first.say('/vm connect-check myVM from 203.0.113.7');
    await first.messages('1 thing stands in the way').getByRole('button', { name: 'Open the port' }).click();
    const form = first.form('Open the port');
    await form.getByText('Port 22 of myVM, in group myResourceGroup').waitFor();
    expect(await form.getByLabel('The address that may come in').inputValue()).toBe('203.0.113.7');
    await form.getByRole('button', { name: /^For how long/ }).click();
    await first.page.getByRole('option', { name: '2 h' }).click();
    await form.getByLabel('Why').fill('the nightly deploy hangs, INC-2381');
    await form.getByRole('button', { name: 'Ask for approval' }).click();
    await first.messages('You asked to open port 22').getByText('It waits for 1 of').waitFor();
  });

  test('an approver sees all that is approved, and the exact request', async () => {
    await first.become('Bob Baker');
    await first.enter('vm-approvals');
    const card = first.messages('Needs approval: port 22 of myVM');
    const words = await card.innerText();
    for (const each of [
      '@Alice Archer asks to open port 22 of myVM to 203.0.113.7 for 2 h.',
      'the nightly deploy hangs, INC-2381',
      'group myResourceGroup, subscription Contoso Production',
      'typed with the request',
      'Allow TCP 22 from 203.0.113.7 to 10.0.0.4 in myVM-nsg',
      'After 2 h:',
    ])
      expect(words).toContain(each);

    await card.getByRole('button', { name: 'Show exact request' }).click();
    const exact = first.form('Exact request');
    const request = await exact.innerText();
    expect(request).toMatch(/PUT \/subscriptions\/6f1c2b7e.*securityRules\/drawbridge-/);
    expect(request).toMatch(/"sourceAddressPrefix": "203\.0\.113\.7"[\s\S]*At the closing time:\s+DELETE/);
    const digest = /Digest ([0-9a-f]{16})…/.exec(words)?.[1];
    expect(request).toContain(`SHA-256 ${digest}`);
    await exact.getByRole('button', { name: 'Close', exact: true }).click();
    expect(await reach('203.0.113.7')).toBe('blocked');
  });

  test('two approve at once, one of them twice: it is done once, and told', async () => {
    await second.enter('vm-approvals');
    const buttons = [first, second].map(({ messages }) =>
      messages('Needs approval').getByRole('button', { name: 'Approve' }).elementHandle(),
    );
    const [bobs, carols] = await Promise.all(buttons);
    // In the page itself: the second click finds the button still there, and whoever is late finds none.
    const press = (button: { click(): void }) => button.click();
    const pressTwice = (button: { click(): void }) => {
      button.click();
      button.click();
    };
    await Promise.all([bobs?.evaluate(pressTwice), carols?.evaluate(press)]);
    const open = first.messages('Open: port 22 of myVM');
    await open.getByText(/Open until .* then it closes by itself/).waitFor();
    expect(await open.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await expect.poll(() => reach('203.0.113.7')).toBe('reaches');
    expect(rulesPut()).toBe(1);

    await open.getByRole('button', { name: /replies/ }).click();
    const thread = first.page.getByTestId('thread');
    await thread.getByText(`Connect with ssh azureuser@${address}`).waitFor();
    expect(
      await thread
        .getByTestId('message')
        .filter({ hasText: /Approved by .*, digest/ })
        .count(),
    ).toBe(1);
    await thread.getByRole('button', { name: 'Close thread' }).click();
    await first.page.getByRole('tab', { name: 'NSGs' }).click();
    await first.page.getByTestId('nsg-myVM-nsg').getByRole('button', { name: 'myVM-nsg' }).click();
    await expect.poll(rules).toHaveLength(1);
  });

  test('the ssh line in the direct message works with a real ssh client', async () => {
    await first.become('Alice Archer');
    await first.enter('Messages');
    const told = first.messages('It closes by itself').last();
    sshLine = /Connect with (ssh \S+)/.exec(await told.innerText())?.[1] ?? '';
    expect(sshLine).toBe(`ssh azureuser@${address}`);
    expect(await ssh.run(sshLine, 'hostname; id -un', 20)).toEqual({
      code: 0,
      stdout: 'myVM\nazureuser\n',
      stderr: '',
    });
    // The door is open to this address alone.
    const elsewhere = { proxyPort: sandbox.internet.port, from: '203.0.113.99', hostKeys: {} };
    await using stranger = await openSsh(elsewhere);
    expect((await stranger.run(sshLine, 'true', 1)).code).toBe(255);
  });

  test('nobody approves their own request; somebody else does, with the keyboard alone', async () => {
    await first.become('Bob Baker');
    await first.enter('vm-approvals');
    await first.say('/vm open myVM from 203.0.113.8 for 30m because the worker is stuck');
    const card = first.messages('Needs approval: port 22 of myVM');
    await card.getByRole('button', { name: 'Approve' }).click();
    await first.messages(/Only visible to you.*own request/s).waitFor();
    expect(await card.getByRole('button', { name: 'Approve' }).count()).toBe(1);
    expect(rulesPut()).toBe(1);

    await first.become('Carol Chen');
    const { keyboard } = first.page;
    await card.getByRole('button', { name: 'Approve' }).focus();
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    expect(await focused()).toBe('action-request:show');
    await keyboard.press('Enter');
    await first.form('Exact request').waitFor();
    await keyboard.press('Escape');
    await expect.poll(focused).toBe('action-request:show');
    await keyboard.press('Shift+Tab');
    await keyboard.press('Shift+Tab');
    expect(await focused()).toBe('action-request:approve');
    await keyboard.press('Enter');
    const open = first.messages('Open: port 22 of myVM').filter({ hasText: '203.0.113.8' });
    await open.waitFor();
    await expect.poll(rules).toHaveLength(2);
    // The button is gone; whoever pressed it is still where they were.
    await expect.poll(focused).toBe('message');
  });

  test('whoever is done closes it early, after a question', async () => {
    await first.become('Bob Baker');
    await first.enter('Messages');
    const open = first.messages('Open: port 22 of myVM');
    await open.getByRole('button', { name: "I'm done" }).click();
    const question = first.form('Close it now?');
    await question.getByRole('button', { name: 'Keep it open' }).click();
    expect(await rules()).toHaveLength(2);
    await open.getByRole('button', { name: "I'm done" }).click();
    await question.getByRole('button', { name: 'Close', exact: true }).click();
    await first.messages('Closed: port 22 of myVM').waitFor();
    await expect.poll(rules).toHaveLength(1);
  });

  test('after its time the door is shut again, and the card says so without a button', async () => {
    const later = first.page.getByRole('button', { name: 'Advance the clock by 1 hour' });
    await first.become('Alice Archer');
    await first.enter('Messages');
    await later.click();
    await later.click();
    const card = first.messages('Closed: port 22 of myVM');
    await card.waitFor();
    expect(await card.getByRole('button').filter({ hasText: /\w/ }).count()).toBe(0);
    await expect.poll(rules).toEqual([]);
    await first.page.getByRole('tab', { name: 'Virtual machines' }).click();
    await expect.poll(() => reach('203.0.113.7')).toBe('blocked');
    expect((await ssh.run(sshLine, 'true', 1)).code).toBe(255);

    await second.page.getByRole('navigation').waitFor();
    const cards = second.messages(/Closed: port 22 of myVM/);
    await expect.poll(() => cards.count()).toBe(2);
    expect(await cards.getByRole('button', { name: /Close now|Approve|Deny|exact/ }).count()).toBe(0);
  });
});
