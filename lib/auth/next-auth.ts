import type { CookieOption, NextAuthOptions } from 'next-auth';
import credentialsProvider from 'next-auth/providers/credentials';
import { z } from 'zod';
import { SIGN_IN } from '@/lib/core/limits';
import { type CredentialStore, keepTokens } from '@/lib/procore';
import { findSession, startSession } from './browser-sessions';
import { keepUser } from './users';

export interface AuthSettings {
  readonly secret: string;
  readonly store: CredentialStore;
}

/** The session cookie's name; `__Host-` binds it to our host, path and https. */
export const SESSION_COOKIE = '__Host-qbd.session';

/**
 * In Procore's frame our site is third party: only SameSite=None; Secure cookies are sent there, and browsers that block
 * third-party cookies also want Partitioned. The published type lacks `partitioned`.
 */
function framed(name: string, maxAgeS?: number): CookieOption {
  const options = {
    httpOnly: true,
    sameSite: 'none',
    secure: true,
    path: '/',
    partitioned: true,
    ...(maxAgeS === undefined ? {} : { maxAge: maxAgeS }),
  };
  return { name, options } as CookieOption;
}

/** Written and read in the popup alone. */
function popupOnly(name: string): CookieOption {
  return { name, options: { httpOnly: true, sameSite: 'lax', secure: true, path: '/', maxAge: 900 } };
}

const me = z.looseObject({
  id: z.union([z.string(), z.number()]).transform(String),
  login: z.string(),
  name: z.string().nullish(),
});

/** Sign-in: with Procore in a popup, and with the bearer that a popup's ticket was traded for in the frame. */
export function authOptions({ secret, store }: AuthSettings): NextAuthOptions {
  const { hosts } = store;
  return {
    secret,
    session: { strategy: 'jwt', maxAge: SIGN_IN.sessionMaxMs / 1000 },
    useSecureCookies: true,
    cookies: {
      sessionToken: framed(SESSION_COOKIE),
      csrfToken: framed('__Host-qbd.csrf-token'),
      callbackUrl: framed('__Secure-qbd.callback-url'),
      state: popupOnly('__Secure-qbd.state'),
    },
    pages: { signIn: '/auth/start', error: '/auth/done' },
    logger: {
      error: code => store.env.log.warn('next-auth', { code }),
      warn: () => undefined,
      debug: () => undefined,
    },
    providers: [
      {
        id: 'procore',
        name: 'Procore',
        type: 'oauth',
        clientId: hosts.clientId,
        clientSecret: hosts.clientSecret,
        client: { token_endpoint_auth_method: 'client_secret_post' },
        authorization: { url: `${hosts.loginUrl}/oauth/authorize`, params: { scope: '' } },
        token: `${hosts.loginUrl}/oauth/token`,
        userinfo: `${hosts.apiUrl}/rest/v1.0/me`,
        checks: ['state'],
        profile: profile => {
          const read = me.parse(profile);
          return { id: read.id, email: read.login, name: read.name ?? '' };
        },
      },
      credentialsProvider({
        id: 'frame',
        name: 'Frame',
        credentials: { bearer: {} },
        authorize: async credentials => {
          const found = credentials?.bearer ? await findSession(store, { bearer: credentials.bearer }) : null;
          return found ? { id: found.sessionId } : null;
        },
      }),
    ],
    callbacks: {
      redirect: ({ url, baseUrl }) => safeRedirect(url, baseUrl),
      jwt: async ({ token, account, user }) => {
        if (account?.provider === 'procore') return await signedInAtProcore(store, account, user);
        if (account?.provider === 'frame') return { sid: user.id };
        return token;
      },
      session: ({ session, token }) => ({ ...session, sid: token['sid'] }),
    },
  };
}

/** Only paths of our own: anything else ends on the start page. */
export function safeRedirect(url: string, baseUrl: string): string {
  try {
    const target = new URL(url, baseUrl);
    return target.origin === new URL(baseUrl).origin ? target.toString() : baseUrl;
  } catch {
    return baseUrl;
  }
}

interface Account {
  readonly access_token?: string | undefined;
  readonly refresh_token?: string | undefined;
  readonly expires_at?: number | undefined;
}

const FALLBACK_LIFE_S = 5400;

async function signedInAtProcore(
  store: CredentialStore,
  account: Account,
  user: { id: string; email?: string | null; name?: string | null },
): Promise<{ sid: string; uid: string }> {
  const known = await keepUser(store, {
    environment: store.hosts.environment,
    procoreUserId: user.id,
    login: user.email ?? '',
    name: user.name ?? '',
  });
  const nowS = Math.floor(store.env.now().getTime() / 1000);
  await keepTokens(store, known.id, {
    accessToken: account.access_token ?? '',
    refreshToken: account.refresh_token ?? null,
    expiresInS: Math.max(1, (account.expires_at ?? nowS + FALLBACK_LIFE_S) - nowS),
  });
  return { sid: await startSession(store, known.id), uid: known.id };
}
