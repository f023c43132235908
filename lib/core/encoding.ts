/** Bytes as base64url without padding. */
export function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** One of 32 letters and digits per byte, five bits of each byte used. */
export function base32(bytes: Uint8Array): string {
  return Array.from(bytes, byte => BASE32.charAt(byte & 31)).join('');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text from outside has the form of our ids; anything else never reaches the database. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Procore ids have up to 19 digits and are compared as text. */
export function isProcoreId(text: string): boolean {
  return /^[1-9]\d{0,18}$/.test(text);
}

/** A UUID as QuickBooks writes GUIDs: in braces, upper case. */
export function braced(uuid: string): string {
  return `{${uuid.toUpperCase()}}`;
}

/** 16 bytes as a UUID text. */
export function uuidFrom(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.subarray(0, 16)).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
