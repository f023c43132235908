import { z } from 'zod';
import { type AcceptInput, type EachResult, freshenForDecision } from '@/lib/exports';
import type { Ctx } from '@/lib/tenancy';
import { hashText, several, uuidText } from './inputs';
import { companyWrites, type Handler } from './json-route';

const body = z.strictObject({ items: several(z.strictObject({ id: uuidText, hash: hashText })) });

/** A decision about exactly what was on the screen, after asking Procore whether it still is so. */
export function decidesOnShown(
  decide: (ctx: Ctx, inputs: readonly AcceptInput[]) => Promise<EachResult[]>,
): Handler {
  return companyWrites({
    body,
    run: async ({ ctx, procore }, { items }) => {
      await freshenForDecision(
        ctx,
        procore,
        items.map(item => item.id),
      );
      return await decide(ctx, items);
    },
  });
}
