import { createHash } from 'node:crypto';
import { uuidFrom } from '@/lib/core/encoding';
import type { Env, Faults, LogFields } from '@/lib/core/env';
import { noFaults } from '@/lib/core/env';

export interface TestEnv extends Env {
  /** Moves the clock. */
  advance(ms: number): void;
  /** Warnings and errors that were logged. */
  readonly logged: { level: string; message: string; fields: LogFields | undefined }[];
}

/** A clock that stands, ids and bytes that follow from the seed: the same test gives the same run. */
export function testEnv(
  seed = 'test',
  faults: Faults = noFaults,
  start = '2026-03-02T15:00:00.000Z',
): TestEnv {
  let nowMs = Date.parse(start);
  let drawn = 0;
  const logged: TestEnv['logged'] = [];
  const randomBytes = (length: number): Uint8Array => {
    const parts: Buffer[] = [];
    for (let have = 0; have < length; have += 32) {
      drawn += 1;
      parts.push(createHash('sha256').update(`${seed}:${drawn}`).digest());
    }
    return new Uint8Array(Buffer.concat(parts).subarray(0, length));
  };
  const note = (level: string) => (message: string, fields?: LogFields) =>
    void logged.push({ level, message, fields });
  return {
    now: () => new Date(nowMs),
    advance: ms => {
      nowMs += ms;
    },
    randomBytes,
    newId: () => {
      const bytes = randomBytes(16);
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
      return uuidFrom(bytes);
    },
    sleep: async ms => {
      nowMs += ms;
    },
    faults,
    logged,
    log: { debug: () => undefined, info: () => undefined, warn: note('warn'), error: note('error') },
  };
}
