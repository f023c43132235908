import { type NextRequest, NextResponse } from 'next/server';
import { frameOrigins } from '@/lib/core/frames';
import { systemNewId } from '@/lib/core/system';

/** Pages only: in front of a route handler a proxy would cut long bodies. */
export const config = { matcher: ['/((?!api/|_next/static|_next/image|favicon.ico|icon.svg).*)'] };

function frameAncestors(path: string): string {
  if (!path.startsWith('/embed')) return "'none'";
  return frameOrigins(process.env['PROCORE_FRAME_ORIGINS']).join(' ');
}

function policy(path: string, nonce: string): string {
  const loginUrl = process.env['PROCORE_LOGIN_URL'] ?? 'https://login.procore.com';
  const evaluation = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluation}`,
    // styled-components puts its rules into style tags while the page runs.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self' ${loginUrl}`,
    `frame-ancestors ${frameAncestors(path)}`,
  ].join('; ');
}

/** Gives every page its policy with a fresh nonce, and a request id. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(systemNewId());
  const csp = policy(request.nextUrl.pathname, nonce);
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', csp);
  headers.set('x-nonce', nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', csp);
  response.headers.set('cache-control', 'private, no-store');
  response.headers.set('x-request-id', systemNewId());
  return response;
}
