/** Debian's own Chromium on the panel page; `sudo apt-get install chromium` is all it needs. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, onTestFinished } from 'vitest';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

export interface PageUnderTest {
  readonly page: Page;
  /** What the page complained of: nothing, in a test that passes. */
  readonly complaints: readonly string[];
  /** Hosts other than its own that it asked for anything. */
  readonly foreignRequests: readonly string[];
}

let browser: Promise<Browser> | null = null;
/** One for all tests of a file; each has a context of its own. */
const sharedBrowser = (): Promise<Browser> => {
  if (!existsSync(executablePath))
    throw new Error(`no Chromium at ${executablePath}: sudo apt-get install chromium, or set CHROMIUM`);
  browser ??= chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return browser;
};
afterAll(async () => {
  await (await browser)?.close();
});

export const openPage = async (
  url: string,
  viewport: { width: number; height: number } = { width: 1280, height: 720 },
): Promise<PageUnderTest> => {
  const context = await (await sharedBrowser()).newContext({ viewport });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  const foreignRequests: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (new URL(request.url()).host !== new URL(url).host) foreignRequests.push(request.url());
  });
  await page.goto(url);
  return { page, complaints, foreignRequests };
};
