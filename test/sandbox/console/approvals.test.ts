import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningConsole, startConsole } from '../../../sandbox/console/server.ts';
import { systemClock } from '../../../src/clock.ts';
import { launchChromium, skipsBrowser } from '../../chromium.ts';
import { startApprovals } from '../approvals/start-approvals.ts';

describe.skipIf(skipsBrowser)('approvals in the console, as the people use it', () => {
  let stage: Awaited<ReturnType<typeof startApprovals>>;
  let running: RunningConsole;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    stage = await startApprovals();
    const { world, slack, advance } = stage;
    const fileBytes = async () => undefined;
    running = await startConsole({
      workspace: slack.workspace,
      world,
      clock: systemClock,
      advance,
      port: 0,
      fileBytes,
    });
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(8000);
    await page.goto(`${running.url}?as=alice`);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await running?.close();
    await stage?.[Symbol.asyncDispose]();
  });

  const become = async (name: string) => {
    await page.getByRole('button', { name: /^You are/ }).click();
    await page.getByRole('menuitemradio', { name }).click();
    await page.getByRole('button', { name: `You are ${name}` }).waitFor();
  };
  const enter = async (channel: string) => {
    await page.getByRole('navigation').getByRole('button', { name: channel }).click();
  };
  const ask = async (vm: string) => {
    await page.getByTestId('composer').fill(`/vm ${vm}`);
    await page.getByTestId('composer').press('Enter');
    const form = page.getByRole('dialog', { name: 'Open port 22' });
    await form.getByText('1 hour').waitFor();
    return form;
  };
  const card = (vm: string) => page.getByTestId('message').filter({ hasText: `Open port 22 of ${vm}` });
  const focused = () =>
    page.evaluate<string>('document.activeElement.dataset.testid ?? document.activeElement.tagName');

  it('asks: too little is refused at the field, and what was chosen and written arrives', async () => {
    const form = await ask('myVM');
    await form.getByLabel('Reason').fill('short');
    await form.getByRole('button', { name: 'Ask' }).click();
    await form.getByText('at least 10 characters').waitFor();
    await form.getByLabel('Reason').fill('to deploy\nthe new version');
    await form.getByLabel('For how long').click();
    await page.getByRole('option', { name: '2 hours' }).click();
    await form.getByLabel('Tell also').click();
    await page.getByRole('option', { name: 'Carol Chen' }).click();
    await page.keyboard.press('Escape');
    await form.getByRole('button', { name: 'Ask' }).click();
    await form.waitFor({ state: 'detached' });
    await page
      .getByRole('button', { name: /^Messages/ })
      .getByLabel('1 unread')
      .waitFor();
  });

  it('says who else has unread messages, and shows them to those', async () => {
    await page.getByRole('button', { name: 'who has unread messages' }).click();
    await page.getByRole('menuitemradio', { name: 'Carol Chen' }).getByLabel('2 unread').waitFor();
    await page.getByRole('menuitemradio', { name: 'Bob Baker' }).click();
    await page.getByRole('button', { name: 'vm-approvals' }).getByLabel('1 unread').waitFor();
    await enter('vm-approvals');
    await card('myVM').getByText('for 2 hours: to deploy').waitFor();
    await page.getByRole('button', { name: 'vm-approvals' }).getByLabel('unread').waitFor({ state: 'detached' });
  });

  it('marks replies as new until the thread is read, for each person', async () => {
    await card('myVM').getByText('1 new').waitFor();
    await card('myVM').getByRole('button', { name: '1 reply' }).click();
    await page.getByTestId('thread').getByText('Asked by @Alice Archer').waitFor();
    await card('myVM').getByText('1 new').waitFor({ state: 'detached' });
    await page.getByTestId('thread-composer').fill('half a');
    await become('Carol Chen');
    // The draft is another person's.
    await expect.poll(() => page.getByTestId('thread-composer').inputValue()).toBe('');
    await become('Bob Baker');
    await expect.poll(() => page.getByTestId('thread-composer').inputValue()).toBe('half a');
    await page.getByTestId('thread-composer').fill('');
    await page.getByRole('button', { name: 'Close thread' }).click();
  });

  it('asks before approving; the card changes in place, and the focus stays in it', async () => {
    const approve = card('myVM').getByRole('button', { name: 'Approve' });
    await approve.click();
    await page.getByRole('dialog', { name: 'Open the port?' }).getByRole('button', { name: 'Not yet' }).click();
    await expect.poll(() => approve.evaluate((element) => element.matches(':focus'))).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Open the port?' }).getByRole('button', { name: 'Open it' }).click();
    await card('myVM').getByText('approved by @Bob Baker').waitFor();
    expect(await approve.count()).toBe(0);
    await expect.poll(focused).toBe('message');
    await card('myVM').getByRole('button', { name: '2 replies' }).waitFor();
    await card('myVM').getByText('1 new').waitFor();
  });

  it('tells the requester directly', async () => {
    await become('Alice Archer');
    await page
      .getByRole('button', { name: /^Messages/ })
      .getByLabel('2 unread')
      .waitFor();
    await page.getByRole('button', { name: /^Messages/ }).click();
    await page.getByText('was approved by @Bob Baker').waitFor();
  });

  it('denies with a reason, and leaves the focus where one can go on', async () => {
    await become('Carol Chen');
    await enter('general');
    const form = await ask('web-01');
    await form.getByLabel('Reason').fill('to look at the logs');
    await form.getByRole('button', { name: 'Ask' }).click();
    await form.waitFor({ state: 'detached' });
    await become('Bob Baker');
    await enter('vm-approvals');
    await card('web-01').getByRole('button', { name: 'Deny' }).click();
    const why = page.getByRole('dialog', { name: 'Deny' });
    await why.getByLabel('Why not web-01?').fill('not today');
    await why.getByRole('button', { name: 'Deny' }).click();
    await card('web-01').getByText('denied by @Bob Baker: not today').waitFor();
    await why.waitFor({ state: 'detached' });
    await expect.poll(() => card('web-01').locator(':focus').count()).toBe(1);
  });

  it('refuses in private, and takes back what was withdrawn', async () => {
    await enter('general');
    const form = await ask('jump');
    await form.getByLabel('Reason').fill('to try it myself');
    await form.getByRole('button', { name: 'Ask' }).click();
    await form.waitFor({ state: 'detached' });
    await enter('vm-approvals');
    await card('jump').getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('button', { name: 'Open it' }).click();
    const refusal = page.getByTestId('message').filter({ hasText: 'You cannot approve your own request.' });
    await refusal.getByText('Only visible to you').waitFor();
    await card('jump').getByRole('button', { name: 'Withdraw' }).click();
    await card('jump').waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('composer');
    await become('Carol Chen');
    expect(await refusal.count()).toBe(0);
  });
});
