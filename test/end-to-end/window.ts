import type { Browser, Locator, Page } from 'playwright-core';

/** A window of the console, with what people do in it. */
export interface Window {
  readonly page: Page;
  say(line: string): Promise<void>;
  /** @param name first name, as the menu shows it */
  become(name: string): Promise<void>;
  /** Opens a channel, or "Messages" with the bot. */
  enter(channel: string): Promise<void>;
  messages(words: string | RegExp): Locator;
  /** The topmost form. */
  form(title: string): Locator;
}

/** @param as user name of who looks at it first */
export async function openWindow(browser: Browser, url: string, as: string): Promise<Window> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.setDefaultTimeout(15_000);
  await page.goto(`${url}?as=${as}`);
  return {
    page,
    async say(line) {
      await page.getByTestId('composer').fill(line);
      await page.getByTestId('composer').press('Enter');
    },
    async become(name) {
      await page.getByRole('button', { name: /^You are/ }).click();
      await page.getByRole('menuitemradio', { name }).click();
      await page.getByRole('button', { name: `You are ${name}` }).waitFor();
    },
    async enter(channel) {
      await page.getByRole('navigation').getByRole('button', { name: channel }).click();
    },
    messages: (words) => page.getByTestId('messages').getByTestId('message').filter({ hasText: words }),
    form: (title) => page.getByRole('dialog', { name: title }),
  };
}
