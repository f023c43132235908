import { expectWork } from '@/lib/sync';
import { type Ctx, inCompany } from '@/lib/tenancy';

/** Somebody who may decide has a proposal before his eyes: a run that is open is held open a moment for it. */
export async function awaitDecision(ctx: Ctx): Promise<void> {
  await inCompany(ctx, tx => expectWork(tx, { companyId: ctx.company.id }, ctx.env.now()));
}
