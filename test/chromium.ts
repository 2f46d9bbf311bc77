import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Tests that need a browser are left out where there is none, with a line that says so; in CI they fail instead. */
export const skipsBrowser = !existsSync(executablePath) && process.env.CI !== 'true';
if (skipsBrowser) console.warn(`Tests in a browser are skipped: there is no Chromium at ${executablePath}`);

export function launchChromium(): Promise<Browser> {
  const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  const args = ['--no-sandbox', ...quiet, '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath, args });
}
