/** Procore's hosts that may frame the app; the wildcard covers regions to come. */
export const DEFAULT_FRAME_ORIGINS: readonly string[] = [
  'https://app.procore.com',
  'https://us02.procore.com',
  'https://uk01.procore.com',
  'https://*.procore.com',
];
