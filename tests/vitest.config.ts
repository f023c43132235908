import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** core-react and its relatives are ES modules in files that do not say so. */
const INLINE = [/@procore\//, /@react-aria/, /react-aria/, /react-stately/];

/** `unit` needs nothing, `db` a PostgreSQL (brought along), `contract` the built app. The suffix of a file says which. */
export default defineConfig({
  root,
  resolve: { alias: { '@': root } },
  test: {
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // A file mostly waits for PostgreSQL, so that one core less than there are would stand idle.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts', 'tests/tidy.test.ts', 'tests/tidy/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'codec', include: ['tests/codec/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'simulators', include: ['tests/simulators/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'components',
          environment: 'jsdom',
          include: ['tests/unit/**/*.test.tsx'],
          server: { deps: { inline: INLINE } },
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['tests/db/**/*.db.test.ts'],
          globalSetup: ['tests/support/database-server.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'contract',
          include: ['tests/contract/**/*.contract.test.ts'],
          globalSetup: ['tests/support/database-server.ts'],
          fileParallelism: false,
        },
      },
    ],
  },
});
