import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type BrowserContext, chromium, type LaunchOptions } from '@playwright/test';
import { BROWSER_ARGS } from '@/tests/run/browser';

const CHROMIUM = process.env['CHROMIUM_PATH'];

export const LAUNCH: LaunchOptions = {
  args: [...BROWSER_ARGS],
  ...(CHROMIUM ? { executablePath: CHROMIUM } : {}),
};

/** What the browser lets a frame of another site keep: all cookies, partitioned ones alone, or none whatever. */
export type FrameCookies = 'allowed' | 'third-party blocked' | 'all refused';

const PROFILES: Readonly<Record<FrameCookies, object>> = {
  allowed: { cookie_controls_mode: 0, block_third_party_cookies: false },
  'third-party blocked': { cookie_controls_mode: 1, block_third_party_cookies: true },
  'all refused': {
    cookie_controls_mode: 1,
    block_third_party_cookies: true,
    // Of the app's site under the shell's, and no other: the popup keeps its cookies.
    content_settings: { exceptions: { cookies: { 'http://localhost,http://127.0.0.1': { setting: 2 } } } },
  },
};

export interface OwnBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** A browser with a profile of its own, as somebody's machine has it. */
export async function startBrowser(cookies: FrameCookies): Promise<OwnBrowser> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'connector-profile-'));
  await mkdir(path.join(folder, 'Default'));
  await writeFile(
    path.join(folder, 'Default', 'Preferences'),
    JSON.stringify({ profile: PROFILES[cookies] }),
  );
  const context = await chromium.launchPersistentContext(folder, {
    ...LAUNCH,
    viewport: { width: 1440, height: 900 },
  });
  return {
    context,
    close: async () => {
      await context.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
