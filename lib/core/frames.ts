/** Procore's hosts that may frame the app; the wildcard covers regions to come. */
const DEFAULT_FRAME_ORIGINS: readonly string[] = [
  'https://app.procore.com',
  'https://us02.procore.com',
  'https://uk01.procore.com',
  'https://*.procore.com',
];

/** Origins in a list divided by blanks or commas; Procore's own when there are none. */
export function frameOrigins(text: string | undefined): readonly string[] {
  const given = (text ?? '').split(/[\s,]+/).filter(part => part !== '');
  return given.length > 0 ? given : DEFAULT_FRAME_ORIGINS;
}
