/** Versions named in Procore's requirements; the SOAP calls of all later ones seen are the same. */
export const TESTED_VERSIONS = ['2.2.0.42', '2.2.0.71', '2.3.0.20'] as const;

const OLDEST = [2, 1] as const;

/**
 * What clientVersion answers: empty to go on, `O:2.2` for a Web Connector that is too old. Unknown and newer versions go
 * on; what cannot be read goes on too.
 */
export function clientVersionAnswer(version: string): string {
  const parts = version.trim().split('.');
  if (!parts.every(part => /^\d{1,9}$/.test(part))) return '';
  const [major = 0, minor = 0] = parts.map(part => Number.parseInt(part, 10));
  const isTooOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  return isTooOld ? 'O:2.2' : '';
}

export function isTested(version: string): boolean {
  return (TESTED_VERSIONS as readonly string[]).includes(version.trim());
}
