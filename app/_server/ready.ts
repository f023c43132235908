import { seal, unseal } from '@/lib/core/seal';
import { systemSleep } from '@/lib/core/system';
import { isDatabaseReady } from '@/lib/db/guarantees';
import { type Runtime, runtime } from '@/lib/runtime';

const TIMEOUT_MS = 1000;

async function check(running: Runtime): Promise<boolean> {
  const keys = running.config.sealKeys;
  const opened = unseal(keys, 'health', seal({ keys, env: running.env }, 'health', 'ok'));
  return opened === 'ok' && (await isDatabaseReady(running.database, running.newestMigrationMs));
}

/** Database answers within a second with the expected schema, and the current key opens what it sealed. */
export async function isReady(): Promise<boolean> {
  try {
    const running = await runtime();
    const late = systemSleep(TIMEOUT_MS).then(() => false);
    return await Promise.race([check(running), late]);
  } catch {
    return false;
  }
}
