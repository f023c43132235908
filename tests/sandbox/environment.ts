import { randomBytes } from 'node:crypto';

export interface Secrets {
  readonly authSecret: string;
  readonly encryptionKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export function newSecrets(): Secrets {
  return {
    authSecret: randomBytes(32).toString('base64url'),
    encryptionKey: `k1:${randomBytes(32).toString('base64')}`,
    clientId: randomBytes(16).toString('hex'),
    clientSecret: randomBytes(16).toString('hex'),
  };
}

interface Addresses {
  readonly appUrl: string;
  /** Where the app calls Procore and sends people to sign in. */
  readonly procoreUrl: string;
  readonly databaseUrl: string;
}

export const SANDBOX_ENVIRONMENT = 'sandbox';

/** The app's whole environment against simulated counterparts. The shell may be reached by name or by address. */
export function appEnvironment(addresses: Addresses, secrets: Secrets): Record<string, string> {
  const { appUrl, procoreUrl, databaseUrl } = addresses;
  const { port } = new URL(procoreUrl);
  return {
    NODE_ENV: 'production',
    APP_URL: appUrl,
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: secrets.authSecret,
    ENCRYPTION_KEYS: secrets.encryptionKey,
    PROCORE_ENVIRONMENT: SANDBOX_ENVIRONMENT,
    PROCORE_LOGIN_URL: procoreUrl,
    PROCORE_API_URL: procoreUrl,
    PROCORE_CLIENT_ID: secrets.clientId,
    PROCORE_CLIENT_SECRET: secrets.clientSecret,
    PROCORE_FRAME_ORIGINS: `http://localhost:${port} http://127.0.0.1:${port}`,
    RATE_LIMIT_SCALE: process.env['RATE_LIMIT_SCALE'] ?? '1000',
    ALLOW_RATE_LIMIT_SCALE: '1',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
  };
}
