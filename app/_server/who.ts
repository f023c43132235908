import type { NextRequest } from 'next/server';
import { getToken } from 'next-auth/jwt';
import { findSession, SESSION_COOKIE, type SignedIn } from '@/lib/auth';
import { Unauthenticated } from '@/lib/core/errors';
import type { Runtime } from '@/lib/runtime';

/** Who is signed in, by the frame's cookie or, where no cookie works, by the bearer its page keeps in memory. */
export async function whoIs(running: Runtime, request: NextRequest): Promise<SignedIn | null> {
  const deps = { env: running.env, database: running.database };
  const bearer = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(request.headers.get('authorization') ?? '')?.[1];
  if (bearer !== undefined) return await findSession(deps, { bearer });
  if (!request.cookies.has(SESSION_COOKIE)) return null;
  const token = await getToken({
    req: request,
    secret: running.config.authSecret,
    cookieName: SESSION_COOKIE,
    secureCookie: true,
  });
  const sessionId = token?.['sid'];
  return typeof sessionId === 'string' ? await findSession(deps, { sessionId }) : null;
}

/** @throws Unauthenticated */
export async function requirePerson(running: Runtime, request: NextRequest): Promise<SignedIn> {
  const person = await whoIs(running, request);
  if (person === null) throw new Unauthenticated();
  return person;
}
