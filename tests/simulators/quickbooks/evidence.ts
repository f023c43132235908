import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));

function place(variable: string, folder: string): string | null {
  const directory = process.env[variable] ?? join(projectRoot, '..', 'shared', folder);
  return existsSync(directory) ? directory : null;
}

/** Intuit's schema files, which may not live in the project; null where they are absent. */
export const schemaDirectory = place('QBXML_SCHEMA_DIR', 'qbxml-schema');

/** Recorded answers and envelopes; null where they are absent. */
export const capturesDirectory = place('CAPTURES_DIR', 'captures');
