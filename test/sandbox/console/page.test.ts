import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, skipsBrowser } from '../../chromium.ts';
import { checkCard, formBlocks, gallery } from './gallery.ts';
import { startTestConsole } from './start-test-console.ts';

describe.skipIf(skipsBrowser)('the page in Chromium', () => {
  let browser: Browser;
  let running: Awaited<ReturnType<typeof startTestConsole>>;
  let page: Page;
  const troubles: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);
  afterAll(() => browser?.close());
  beforeEach(async () => {
    running = await startTestConsole();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(8000);
    troubles.length = 0;
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
    page.on(
      'request',
      (request) =>
        !request.url().startsWith(running.url) && !request.url().startsWith('data:') && troubles.push(request.url()),
    );
    await page.goto(`${running.url}?as=alice`);
  }, 60_000);
  afterEach(async () => {
    await page.close();
    await running.close();
    expect(troubles).toEqual([]);
  });

  const composer = () => page.getByTestId('composer');
  const isFocused = (place: Locator) => place.evaluate((element) => element.matches(':focus'));
  const belowPx = () =>
    page.locator('.message-scroller').evaluate((frame) => frame.scrollHeight - frame.scrollTop - frame.clientHeight);
  const lastMessage = () => page.getByTestId('message').last();

  it('shows the workspace to the person in the address', async () => {
    await expect.poll(() => page.getByRole('button', { name: 'You are Alice Archer' }).count()).toBe(1);
    expect(await page.getByRole('navigation', { name: 'Workspace' }).innerText()).toContain('Contoso');
    const channel = page.getByRole('button', { name: 'vm-access' });
    await channel.getByLabel('2 unread').waitFor();
    await channel.click();
    await page.getByRole('heading', { name: 'vm-access', exact: true }).waitFor();
    await channel.getByLabel('2 unread').waitFor({ state: 'detached' });
  });

  it('completes a command, sends it, and shows the answer that only this person sees', async () => {
    await composer().pressSequentially('/vm c');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await composer().inputValue()).toBe('/vm connect-check web ');
    await composer().pressSequentially('from 203.0.113.7');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => running.workspace.typed)
      .toEqual([{ userId: 'U0ALICE', channelId: 'C0GENERAL', text: '/vm connect-check web from 203.0.113.7' }]);
    running.workspace.post('C0GENERAL', { text: 'fallback', blocks: checkCard }, 'U0ALICE');
    await lastMessage().getByText('Only visible to you').waitFor();
    expect(await lastMessage().innerText()).toContain('1 thing stands in the way');
    expect(await lastMessage().locator('pre').innerText()).toBe(
      'az network nsg rule create --nsg-name myVM-nsg --name AllowSSH',
    );
    await page.locator('[data-address="203.0.113.7"][data-verdict="reaches"]').waitFor();
    await composer().press('ArrowUp');
    expect(await composer().inputValue()).toBe('/vm connect-check web from 203.0.113.7');
  });

  it('sends with Enter and begins a line with Shift+Enter', async () => {
    await composer().pressSequentially('one');
    await page.keyboard.press('Shift+Enter');
    await composer().pressSequentially('two');
    await page.keyboard.press('Enter');
    await lastMessage().getByText('two').waitFor();
    expect(running.workspace.typed[0]?.text).toBe('one\ntwo');
    expect(await composer().inputValue()).toBe('');
  });

  it('asks before a button that wants it, and tells the app only then', async () => {
    const ts = running.workspace.post('C0GENERAL', { blocks: checkCard }, 'U0ALICE');
    const press = () => page.getByRole('button', { name: 'Remove rule' }).click();
    await press();
    await page.getByRole('dialog', { name: 'Remove the rule?' }).getByRole('button', { name: 'Keep it' }).click();
    await press();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(running.workspace.clicks).toEqual([]);
    await press();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect.poll(() => running.workspace.clicks).toHaveLength(1);
    expect(running.workspace.clicks[0]).toMatchObject({
      place: { in: 'message', channel: 'C0GENERAL', ts, ephemeral: true },
      blockId: 'a',
      actionId: 'remove',
      state: { type: 'button', value: 'r1' },
    });
  });

  it('shows what Slack says when the app did not answer', async () => {
    running.workspace.nextOutcome = { ok: false, notice: '/vm failed because the app did not respond' };
    await composer().fill('/vm help');
    await composer().press('Enter');
    await page.getByTestId('notices').getByText('/vm failed because the app did not respond').waitFor();
    expect(await composer().inputValue()).toBe('/vm help');
  });

  it('shows the newest message to those who send, and offers it to those who read further up', async () => {
    const scroller = page.locator('.message-scroller');
    const newest = page.getByRole('button', { name: 'Newest messages' });
    for (let card = 0; card < 4; card++) running.workspace.post('C0GENERAL', { blocks: checkCard });
    await expect.poll(() => page.getByTestId('message').count()).toBe(4);
    await expect.poll(belowPx).toBeLessThan(2);
    await scroller.evaluate((frame) => frame.scrollTo({ top: 0 }));
    await newest.waitFor();
    running.workspace.post('C0GENERAL', { text: 'while I read' });
    await lastMessage().getByText('while I read').waitFor();
    expect(await scroller.evaluate((frame) => frame.scrollTop)).toBe(0);
    await newest.click();
    await expect.poll(belowPx).toBeLessThan(2);
    await newest.waitFor({ state: 'detached' });
    await scroller.evaluate((frame) => frame.scrollTo({ top: 0 }));
    await newest.waitFor();
    await composer().fill('here I am');
    await composer().press('Enter');
    await lastMessage().getByText('here I am').waitFor();
    await expect.poll(belowPx).toBeLessThan(2);
  });

  it('keeps the focus on a button that was pressed', async () => {
    running.workspace.post('C0GENERAL', { blocks: checkCard }, 'U0ALICE');
    const button = lastMessage().getByRole('button', { name: 'Open port 22' });
    await button.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => running.workspace.clicks).toHaveLength(1);
    await expect.poll(() => button.getAttribute('aria-busy')).toBe('false');
    expect(await button.evaluate((element) => element.matches(':focus'))).toBe(true);
  });

  it('keeps the focus, and its place at the end, while the app replaces the message', async () => {
    for (let count = 0; count < 6; count += 1) running.workspace.post('C0GENERAL', { blocks: checkCard });
    const ts = running.workspace.post('C0GENERAL', { blocks: checkCard }, 'U0ALICE');
    const message = page.locator(`[data-ts="${ts}"]`);
    const button = message.getByRole('button', { name: 'Open port 22' });
    await button.focus();
    await expect.poll(belowPx).toBeLessThan(2);
    running.workspace.edit('C0GENERAL', ts, { text: 'Checking…', blocks: [] });
    await message.getByText('Checking…').waitFor();
    await expect.poll(() => isFocused(message)).toBe(true);
    // The ids of an edited message's blocks are new ones.
    const again = checkCard.map((block) => ({ ...block, block_id: `${block.block_id}-again` }));
    running.workspace.edit('C0GENERAL', ts, { blocks: again });
    await expect.poll(() => isFocused(button)).toBe(true);
    expect(await message.getAttribute('tabindex')).toBeNull();
    await expect.poll(belowPx).toBeLessThan(2);
    expect(await page.getByRole('button', { name: 'Newest messages' }).count()).toBe(0);
    // Whoever has gone elsewhere stays there.
    await page.getByLabel('Search Azure').focus();
    running.workspace.edit('C0GENERAL', ts, { text: 'Checking…', blocks: [] });
    await message.getByText('Checking…').waitFor();
    expect(await isFocused(page.getByLabel('Search Azure'))).toBe(true);
  });

  it('keeps what was begun, for each person and channel', async () => {
    const become = async (from: string, to: string) => {
      await page.getByRole('button', { name: `You are ${from}` }).click();
      await page.getByRole('menuitemradio', { name: to }).click();
    };
    await composer().fill('for all');
    await page.getByRole('button', { name: 'vm-access' }).click();
    await expect.poll(() => composer().inputValue()).toBe('');
    await composer().fill('for some');
    await become('Alice Archer', 'Bob Baker');
    await expect.poll(() => composer().inputValue()).toBe('');
    await become('Bob Baker', 'Alice Archer');
    await expect.poll(() => composer().inputValue()).toBe('for some');
    await composer().press('Enter');
    await page.getByRole('button', { name: 'general' }).click();
    await expect.poll(() => composer().inputValue()).toBe('for all');
    await page.getByRole('button', { name: 'vm-access' }).click();
    await expect.poll(() => composer().inputValue()).toBe('');
  });

  it('says that the sandbox was started anew, until that was read', async () => {
    running.workspace.post('C0GENERAL', { text: 'before' });
    await page.getByText('before', { exact: true }).waitFor();
    await running.close();
    await page.getByText('Disconnected. Start the sandbox again').waitFor();
    running = await startTestConsole(running.port);
    const notice = page.getByTestId('notices').getByText('The sandbox was started anew');
    await notice.waitFor();
    await page.getByText('before', { exact: true }).waitFor({ state: 'detached' });
    // It stands in nobody's way meanwhile.
    running.workspace.post('C0GENERAL', { blocks: checkCard }, 'U0ALICE');
    await lastMessage().getByRole('button', { name: 'Open port 22' }).click();
    await expect.poll(() => running.workspace.clicks).toHaveLength(1);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await notice.waitFor({ state: 'detached' });
    expect(troubles.every((trouble) => trouble.includes('ERR_CONNECTION_REFUSED'))).toBe(true);
    troubles.length = 0;
  });

  it('turns the pages of a long table', async () => {
    const row = (text: string) => [{ type: 'raw_text', text }];
    const rows = ['VM', 'one', 'two', 'three', 'four', 'five'].map(row);
    const table = { type: 'data_table', block_id: 't', caption: 'Open doors', page_size: 2, rows };
    running.workspace.post('C0GENERAL', { blocks: [table] });
    const cells = () => lastMessage().getByRole('cell').allInnerTexts();
    await expect.poll(cells).toEqual(['one', 'two']);
    await lastMessage().getByText('1 to 2 of 5').waitFor();
    expect(await lastMessage().getByRole('button', { name: 'Previous' }).isDisabled()).toBe(true);
    await lastMessage().getByRole('button', { name: 'Next' }).click();
    await lastMessage().getByRole('button', { name: 'Next' }).click();
    await expect.poll(cells).toEqual(['five']);
    expect(await lastMessage().getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
  });

  it('makes trouble on demand, and says where it could not', async () => {
    const make = async (name: string) => {
      await page.getByRole('button', { name: 'Trouble with Slack' }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await make('Limit the next call');
    await make('Deliver once more');
    await page.getByTestId('notices').getByText('nothing of that kind was sent yet').waitFor();
    expect(running.troubles).toEqual(['rate-limit', 'redelivery']);
  });

  it('says instead of the composer that nobody may write to the app', async () => {
    await page.getByRole('button', { name: 'Messages', exact: true }).click();
    await page.getByText('Sending messages to this app has been turned off.').waitFor();
    expect(await composer().count()).toBe(0);
  });

  it('comes back to the same place after a reload', async () => {
    await page.getByRole('button', { name: 'vm-access' }).click();
    await page.reload();
    await page.getByRole('heading', { name: 'vm-access', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Drawbridge Home' }).click();
    await page.reload();
    await page.getByTestId('home').getByRole('heading', { name: 'Your open doors' }).waitFor();
  });

  it('says that the sandbox is gone, and keeps the line that was not sent', async () => {
    await page.getByTestId('azure').getByText('live', { exact: true }).waitFor();
    await running.close();
    await page.getByText('Disconnected. Start the sandbox again, and this page comes back.').waitFor();
    await page.getByTestId('azure').getByText('disconnected', { exact: true }).waitFor();
    await composer().fill('/vm help');
    await composer().press('Enter');
    await page.getByTestId('notices').getByText('The sandbox is not running any more').waitFor();
    expect(await composer().inputValue()).toBe('/vm help');
    await page.goto('about:blank');
    // The page's own tries to connect again.
    expect(troubles.every((trouble) => trouble.includes('ERR_CONNECTION_REFUSED'))).toBe(true);
    troubles.length = 0;
  });

  it('fills a modal: what is missing, what the app refuses, what goes through', async () => {
    running.workspace.open({ id: 'V1', title: 'Open port 22', submit: 'Ask', blocks: formBlocks });
    const modal = page.getByRole('dialog', { name: 'Open port 22' });
    await modal.getByRole('button', { name: 'Ask' }).click();
    await expect.poll(() => modal.getByRole('alert').count()).toBe(3);
    await modal.getByLabel('Reason').fill('to deploy');
    await modal.getByLabel('For how long').click();
    await page.getByRole('option', { name: '2 hours' }).click();
    await modal.getByLabel('Approver').click();
    await page.getByLabel('Search the options').fill('bob');
    await page.keyboard.press('Enter');
    running.workspace.refuseNextSubmit = { approver: 'Bob may not approve this.' };
    await modal.getByRole('button', { name: 'Ask' }).click();
    await modal.getByText('Bob may not approve this.').waitFor();
    expect(await modal.getByRole('alert').count()).toBe(1);
    await modal.getByRole('button', { name: 'Ask' }).click();
    await modal.waitFor({ state: 'detached' });
    expect(running.workspace.submitted[1]).toEqual({
      reason: { text: { type: 'plain_text_input', value: 'to deploy' } },
      duration: {
        hours: {
          type: 'static_select',
          selected_option: { text: { type: 'plain_text', text: '2 hours', emoji: true }, value: '2 hours' },
        },
      },
      approver: { who: { type: 'users_select', selected_user: 'U0BOB' } },
      port: { n: { type: 'number_input', value: null } },
    });
  });

  it('closes modals with Escape, the topmost first', async () => {
    running.workspace.open({ id: 'V1', title: 'Below', blocks: formBlocks });
    await page.getByRole('dialog', { name: 'Below' }).getByLabel('Reason').fill('kept');
    running.workspace.open({ id: 'V2', title: 'Above', blocks: [] });
    await page.getByRole('dialog', { name: 'Above' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(1);
    await page.keyboard.press('Escape');
    const below = page.getByRole('dialog', { name: 'Below' });
    await below.waitFor();
    expect(await below.getByLabel('Reason').inputValue()).toBe('kept');
    await page.keyboard.press('Escape');
    await below.waitFor({ state: 'detached' });
  });

  it('draws every block, and sends what a person picks', async () => {
    running.workspace.post('C0GENERAL', { blocks: gallery });
    const message = lastMessage();
    await message.getByRole('region', { name: 'Opening port 22' }).waitFor();
    expect(await message.locator('.block-unknown').count()).toBe(0);
    expect(await message.innerText()).toContain('@Alice Archer');
    await message.getByRole('button', { name: 'For how long' }).click();
    await page.getByRole('option', { name: '1 hour' }).click();
    await expect.poll(() => running.workspace.clicks).toHaveLength(1);
    await message.getByRole('checkbox', { name: 'IPv6' }).check();
    await expect.poll(() => running.workspace.clicks).toHaveLength(2);
    const [select, box] = running.workspace.clicks;
    expect(select).toMatchObject({
      actionId: 'hours',
      state: { type: 'static_select', selected_option: { value: '1 hour' } },
    });
    expect(box).toMatchObject({ actionId: 'boxes', state: { selected_options: [{ value: 'ipv6' }] } });
    expect(box?.values?.e?.hours).toMatchObject({ selected_option: { value: '1 hour' } });
    expect(box?.values?.e?.day).toEqual({ type: 'datepicker', selected_date: '2026-01-03' });
  });

  it('draws preformatted text as it stands, nothing in it interpreted', async () => {
    const text =
      ' two  spaces *bold* _it_ ~gone~ `code` :tada: <b>&amp;</b> <@U0BOB> <!channel> https://a.example\n\t```end';
    const elements = [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }];
    running.workspace.post('C0GENERAL', { blocks: [{ type: 'rich_text', block_id: 'r', elements }] });
    const box = lastMessage().locator('pre');
    expect(await box.evaluate((element) => element.innerText)).toBe(text);
    expect(await box.evaluate((element) => element.querySelectorAll(':not(br)').length)).toBe(0);
    const font = page.evaluate<string>('getComputedStyle(document.querySelector(".message pre")).fontFamily');
    expect(await font).toMatch(/mono/i);
  });

  it('answers in threads', async () => {
    const ts = running.workspace.post('C0GENERAL', { user: 'U0BOB', text: 'shall we?' });
    await lastMessage().hover();
    await page.getByRole('button', { name: 'Reply in thread' }).click();
    await page.getByTestId('thread-composer').fill('yes');
    await page.getByTestId('thread-composer').press('Enter');
    await page.getByTestId('thread').getByText('1 reply').waitFor();
    expect(running.workspace.typed[0]).toEqual({
      userId: 'U0ALICE',
      channelId: 'C0GENERAL',
      text: 'yes',
      threadTs: ts,
    });
    expect(await page.getByTestId('messages').getByText('yes', { exact: true }).count()).toBe(0);
    // There is room for one of the two, and the button shows the one that it names.
    expect(await page.getByTestId('azure').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Azure', exact: true }).click();
    await page.getByTestId('azure').waitFor();
    expect(await page.getByTestId('thread').count()).toBe(0);
  });

  it('opens a thread at its newest reply, below a first message that fills the panel', async () => {
    const ts = running.workspace.post('C0GENERAL', { text: 'line\n'.repeat(90) });
    running.workspace.post('C0GENERAL', { text: 'the answer', threadTs: ts });
    await page.getByRole('button', { name: '1 reply' }).click();
    const answer = page.getByTestId('thread').getByText('the answer');
    const isInView = () =>
      answer.evaluate((element) => {
        const frame = element.closest('.thread-messages')?.getBoundingClientRect();
        return element.getBoundingClientRect().bottom <= (frame?.bottom ?? 0);
      });
    await expect.poll(isInView).toBe(true);
  });

  it('opens the Home tab and previews files', async () => {
    const file = {
      id: 'F1',
      name: 'open.csv',
      title: 'Open doors',
      mimetype: 'text/csv',
      size: 16,
      path: '/files/report',
    };
    running.workspace.post('C0GENERAL', { text: 'the report', files: [file] });
    await lastMessage().getByText('web,yes').waitFor();
    await page.getByRole('button', { name: 'Drawbridge Home' }).click();
    await page.getByTestId('home').getByRole('heading', { name: 'Your open doors' }).waitFor();
  });

  it('lets one be somebody else, who does not see what was private', async () => {
    running.workspace.post('C0GENERAL', { text: 'a secret' }, 'U0ALICE');
    await page.getByText('a secret').waitFor();
    await page.getByRole('button', { name: 'You are Alice Archer' }).click();
    await page.getByRole('menuitemradio', { name: 'Bob Baker' }).click();
    await page.getByRole('button', { name: 'You are Bob Baker' }).waitFor();
    await page.getByText('a secret').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('as')).toBe('bob');
  });

  it('shows Azure as it changes, and moves the clock', async () => {
    const web = page.getByTestId('vm-web');
    await web.getByRole('button', { name: 'web' }).click();
    expect(await web.getByRole('row', { name: 'SshOffice' }).innerText()).toContain('203.0.113.0/24');
    await web.getByRole('button', { name: 'Deallocate' }).click();
    await expect.poll(() => running.powered).toEqual(['web false']);
    await page.getByTestId('vm-web').getByRole('button', { name: 'New host keys' }).click();
    await expect.poll(() => running.happened).toEqual(['web rotate-host-keys']);
    const before = running.clock.now();
    await page.getByRole('button', { name: 'Advance the clock by 1 hour' }).click();
    await expect.poll(() => running.clock.now() - before).toBeGreaterThanOrEqual(3_600_000);
    await page.getByLabel('Search Azure').fill('lonely');
    await web.waitFor({ state: 'detached' });
    expect(await page.getByTestId('vm-lonely').getAttribute('data-power')).toBe('stopped');
  });
});
