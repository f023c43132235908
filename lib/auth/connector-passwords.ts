import { hash, verify } from '@node-rs/argon2';
import { base32, base64url } from '@/lib/core/encoding';
import type { Env } from '@/lib/core/env';
import { Unavailable } from '@/lib/core/errors';
import { LOCKOUT } from '@/lib/core/limits';

/** OWASP's minimum for Argon2id (algorithm 2); 13 to 24 ms here. */
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

const PASSWORD_BYTES = 24;
const USER_NAME_CHARS = 12;

/** A password nobody chose: 192 bits, shown once. */
export function newPassword(env: Pick<Env, 'randomBytes'>): string {
  return base64url(env.randomBytes(PASSWORD_BYTES));
}

/** Random too, so that nobody can lock out a stranger by name. */
export function newUserName(env: Pick<Env, 'randomBytes'>): string {
  return `qbwc-${base32(env.randomBytes(USER_NAME_CHARS))}`;
}

/** A PHC string. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON2ID);
}

/** Hashing takes memory and a thread: a few run at once, some wait, the rest are told that we are busy. */
export class PasswordChecker {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** Made on first use; unknown user names are checked against it, so that they take as long as known ones. */
  private dummy: Promise<string> | null = null;

  /** @throws Unavailable when too many wait already. */
  async isRight(password: string, hashes: readonly string[]): Promise<boolean> {
    await this.enter();
    try {
      if (hashes.length === 0) {
        this.dummy ??= hashPassword('nobody has this password');
        await verify(await this.dummy, password);
        return false;
      }
      for (const one of hashes) if (await verify(one, password)) return true;
      return false;
    } finally {
      this.leave();
    }
  }

  private async enter(): Promise<void> {
    if (this.running < LOCKOUT.maxHashesAtOnce) {
      this.running += 1;
      return;
    }
    if (this.waiting.length >= LOCKOUT.maxHashesWaiting) throw new Unavailable('Too many sign-ins at once.');
    await new Promise<void>(resolve => this.waiting.push(resolve));
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running -= 1;
  }
}
