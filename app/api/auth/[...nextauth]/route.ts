import type { NextRequest } from 'next/server';
import nextAuth from 'next-auth';
import { errorResponse } from '@/app/_server/problem';
import { newRequestId } from '@/app/_server/request';
import { authOptions } from '@/lib/auth';
import { clientAddress, runtime } from '@/lib/runtime';

type Context = { params: Promise<{ nextauth: string[] }> };

/** Sign-in by next-auth: with Procore in the popup, and the frame's cookie. */
async function handle(request: NextRequest, context: Context): Promise<Response> {
  try {
    const running = await runtime();
    if (request.method === 'POST')
      await running.rates.take('sign-in', clientAddress(request.headers, running.proxies));
    return await nextAuth(
      request,
      context,
      authOptions({ secret: running.config.authSecret, store: running.store }),
    );
  } catch (thrown) {
    return errorResponse(thrown, newRequestId(), null);
  }
}

export { handle as GET, handle as POST };
