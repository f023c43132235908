import { defineConfig } from '@playwright/test';
import { LAUNCH } from './kit/browser';

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../../test-results',
  workers: 2,
  retries: 0,
  timeout: 120_000,
  // A bound for slow machines, not a wait.
  expect: { timeout: 20_000 },
  use: {
    launchOptions: LAUNCH,
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
  },
});
