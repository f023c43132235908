import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { uuidFrom } from './encoding';
import type { Env } from './env';
import { Broken } from './errors';

/** A 256-bit key and the short name it goes by in sealed values. */
export interface SealKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** The first key seals; all of them open. */
export interface SealKeys {
  readonly current: SealKey;
  readonly all: readonly SealKey[];
}

/** What sealing takes. */
export interface Sealer {
  readonly keys: SealKeys;
  readonly env: Pick<Env, 'randomBytes'>;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM with a random 96-bit IV: `v1.<key id>.<iv>.<ciphertext>.<tag>`. `place` (table, column, row) is bound in,
 * so a value copied elsewhere does not open.
 */
export function seal(sealer: Sealer, place: string, plain: string): string {
  const { id, bytes } = sealer.keys.current;
  const iv = sealer.env.randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', bytes, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(`${id}|${place}`, 'utf8'));
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  const parts = [iv, sealed, cipher.getAuthTag()].map(part => Buffer.from(part).toString('base64url'));
  return ['v1', id, ...parts].join('.');
}

/** @throws Broken when the key is gone, or the value was changed or moved. Names the key, never the value. */
export function unseal(keys: SealKeys, place: string, value: string): string {
  const [version, id, iv, sealed, tag, ...rest] = value.split('.');
  if (version !== 'v1' || !id || !iv || sealed === undefined || !tag || rest.length > 0)
    throw new Broken('A sealed value is malformed.');
  const key = keys.all.find(one => one.id === id);
  if (!key) throw new Broken(`The encryption key “${id}” is needed to open a sealed value.`);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(iv, 'base64url'), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(`${id}|${place}`, 'utf8'));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]).toString(
      'utf8',
    );
  } catch (cause) {
    throw new Broken(`A value sealed with key “${id}” does not open.`, { cause });
  }
}

/** A UUID that anybody who knows `key` and `content` can compute again: version 8, as RFC 9562 has for such. */
export function derivedUuid(key: string, content: string): string {
  const bytes = new Uint8Array(createHmac('sha256', key).update(content, 'utf8').digest().subarray(0, 16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return uuidFrom(bytes);
}
