import { existsSync } from 'node:fs';
import path from 'node:path';
import { readConfig } from '@/lib/core/config';
import { AppError } from '@/lib/core/errors';
import { jsonLog } from '@/lib/core/log';
import { systemEnv } from '@/lib/core/system';
import { openDatabase } from '@/lib/db/client';
import { startEmbedded } from '@/lib/db/embedded';
import { migrateDatabase } from '@/lib/db/migrate';
import { noteRestore } from './restored';

/** `npm run restored`: see README.md, “Backup and restore”. */
async function main(): Promise<void> {
  // The app reads it by itself; a command of its own has to be told. What the environment says comes first.
  if (existsSync('.env')) process.loadEnvFile?.('.env');
  const config = readConfig(process.env);
  const env = systemEnv(jsonLog(config.logLevel));
  const given = config.migrationUrl ?? config.databaseUrl;
  const embedded =
    given === null ? await startEmbedded({ folder: path.join(config.dataFolder, 'pg'), env }) : null;
  const url = given ?? embedded?.url ?? '';
  await migrateDatabase(url);
  const database = openDatabase(url, { maxConnections: 1, role: null });
  try {
    const { epoch, companies } = await noteRestore(database, env.now());
    process.stdout.write(
      `Noted: restore ${epoch}, ${companies} companies. Start the app; each company file is looked through before anything is written to it.\n`,
    );
  } finally {
    await database.close();
    await embedded?.stop();
  }
}

main().catch((thrown: unknown) => {
  const reason =
    thrown instanceof AppError ? [thrown.message, thrown.remedy].filter(Boolean).join(' ') : String(thrown);
  process.stderr.write(`The restore was not noted. ${reason}\n`);
  process.exitCode = 1;
});
