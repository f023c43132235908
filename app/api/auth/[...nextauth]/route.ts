import type { NextRequest } from 'next/server';
import nextAuth from 'next-auth';
import { errorResponse } from '@/app/_server/problem';
import { newRequestId } from '@/app/_server/request';
import { authOptions } from '@/lib/auth';
import { Invalid, NotFound } from '@/lib/core/errors';
import { clientAddress, runtime } from '@/lib/runtime';

type Context = { params: Promise<{ nextauth: string[] }> };

/** What sign-in needs of next-auth. Its other addresses show pages of its own, which the policies of ours do not cover. */
const USED = /^(csrf|providers|session|error|signin(\/procore)?|callback\/(procore|frame))$/;

/** Sign-in by next-auth: with Procore in the popup, and the frame's cookie. */
async function handle(request: NextRequest, context: Context): Promise<Response> {
  try {
    const { nextauth } = await context.params;
    if (!USED.test(nextauth.join('/'))) throw new NotFound('This address');
    const running = await runtime();
    if (request.method === 'POST')
      await running.rates.take('sign-in', clientAddress(request.headers, running.proxies));
    return await nextAuth(
      request,
      context,
      authOptions({ secret: running.config.authSecret, store: running.store }),
    );
  } catch (thrown) {
    // next-auth reads the body by itself.
    const isBody = thrown instanceof SyntaxError;
    return errorResponse(isBody ? new Invalid('The body is not JSON.') : thrown, newRequestId(), null);
  }
}

export { handle as GET, handle as POST };
