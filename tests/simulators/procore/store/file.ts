import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { STATE_VERSION, type State } from './state';

/** The saved state, or null where there is none of this seed. */
export async function loadState(path: string, seed: number): Promise<State | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  // Written by `saveState` below and by nobody else.
  const state = JSON.parse(text) as State;
  return state.version === STATE_VERSION && state.seed === seed ? state : null;
}

/** Readers see the old file or the new one, never a part. */
async function saveState(path: string, state: State): Promise<void> {
  const draft = `${path}.next`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(draft, JSON.stringify(state));
  await rename(draft, path);
}

export interface Keeper {
  /** Something changed; it is on disk soon after. */
  touch(): void;
  /** Resolves when all that was touched is on disk. */
  flush(): Promise<void>;
}

/** One write at a time; changes that come in meanwhile share the next one. */
export function keeperOf(path: string | undefined, state: State): Keeper {
  if (path === undefined) return { touch: () => undefined, flush: async () => undefined };
  let isDirty = false;
  let running: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    while (isDirty) {
      isDirty = false;
      await saveState(path, state);
    }
  };
  const start = (): Promise<void> => {
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
  return {
    touch: () => {
      isDirty = true;
      start().catch((error: unknown) => console.error('The simulated Procore cannot save:', error));
    },
    flush: () => (isDirty || running ? start() : Promise.resolve()),
  };
}
