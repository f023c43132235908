import { z } from 'zod';
import { type Handler, jsonRoute } from '@/app/_server/json-route';
import { jsonResponse } from '@/app/_server/problem';
import { readJson, requireOwnPage } from '@/app/_server/request';
import { giveBearer, redeemSignInTicket, startSession } from '@/lib/auth';
import { Unauthenticated } from '@/lib/core/errors';

const input = z.strictObject({ ticket: z.string().min(20).max(200), verifier: z.string().min(20).max(200) });

/** Trades the popup's ticket for a session of the frame, and gives the bearer that asks for its cookie. */
const redeem: Handler = async ({ running, request, requestId, address }) => {
  requireOwnPage(request, running.config.appUrl);
  await running.rates.take('sign-in', address);
  const userId = await redeemSignInTicket(running.store, input.parse(await readJson(request)));
  if (userId === null) throw new Unauthenticated('This sign-in has run out. Sign in again.');
  const bearer = await giveBearer(running.store, await startSession(running.store, userId));
  return jsonResponse(200, { bearer }, requestId);
};

export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({ POST: redeem });
