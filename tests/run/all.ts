import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { stopAll } from './command';
import { isBuilt, PHASES, type Phase, type Run } from './phases';
import { choosePhases, readArguments } from './plan';
import { stopLeftServers } from './postgres';
import { closingLines, NOTHING, type PhaseResult, type Tally } from './results';

/** `npm test`: every phase in turn; `npm test -- --only unit,db` chooses. The last line reads `N passed, N failed`. */
async function main(): Promise<number> {
  const phases = choosePhases(PHASES, readArguments(process.argv.slice(2)), isBuilt());
  const run = await openRun();
  const results: PhaseResult[] = [];
  stopOnSignals(run);
  try {
    for (const phase of phases) results.push(await runPhase(phase, run, results));
  } finally {
    await closeRun(run);
  }
  console.log(`\n${closingLines(results).join('\n')}`);
  return results.some(one => one.failed.length > 0) ? 1 : 0;
}

async function runPhase(phase: Phase, run: Run, before: readonly PhaseResult[]): Promise<PhaseResult> {
  console.log(`\n── ${phase.name} ${'─'.repeat(Math.max(0, 60 - phase.name.length))}`);
  const startedMs = performance.now();
  const tally = await tallyOf(phase, run, before);
  return { ...tally, phase: phase.name, tookMs: performance.now() - startedMs };
}

async function tallyOf(phase: Phase, run: Run, before: readonly PhaseResult[]): Promise<Tally> {
  const hasNoBuild = before.some(one => one.phase === 'build' && one.failed.length > 0);
  if (phase.needsBuild === true && hasNoBuild) {
    return { ...NOTHING, skipped: [`${phase.name}: the app could not be built`] };
  }
  try {
    return await phase.run(run);
  } catch (thrown) {
    console.error(thrown);
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return { ...NOTHING, failed: [`${phase.name}: ${reason}`] };
  }
}

async function openRun(): Promise<Run> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'connector-run-'));
  // The account that PostgreSQL runs under must be able to walk through.
  await chmod(folder, 0o755);
  const env: NodeJS.ProcessEnv = { ...process.env, TMPDIR: folder, NEXT_TELEMETRY_DISABLED: '1' };
  // The phases run on the embedded database; only the one for a system database is told otherwise.
  delete env['TEST_DATABASE_URL'];
  return { folder, env };
}

async function closeRun(run: Run): Promise<void> {
  try {
    await stopLeftServers(run.folder);
    await rm(run.folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (thrown) {
    console.error(`${run.folder} could not be removed:`, thrown);
  }
}

function stopOnSignals(run: Run): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopAll();
      void closeRun(run).finally(() => process.exit(1));
    });
  }
}

main().then(
  code => process.exit(code),
  (thrown: unknown) => {
    console.error(thrown instanceof Error ? thrown.message : thrown);
    process.exit(2);
  },
);
