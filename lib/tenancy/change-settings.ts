import { eq } from 'drizzle-orm';
import { settings } from '@/drizzle/schema';
import { Conflict, Invalid } from '@/lib/core/errors';
import { historyFrame } from '@/lib/history/frame';
import { recordHistory } from '@/lib/history/record';
import { settingsOf } from './companies';
import { type Ctx, inCompany } from './context';
import { requireAdmin } from './rights';
import { type CompanySettings, companySettings } from './settings';

/** @throws Conflict when somebody changed them since `version` was read, Invalid, Forbidden */
export async function changeSettings(
  ctx: Ctx,
  input: { readonly values: unknown; readonly version: number },
): Promise<CompanySettings> {
  requireAdmin(ctx.rights);
  const read = companySettings.safeParse(input.values);
  if (!read.success)
    throw new Invalid(
      `These settings cannot be kept: ${read.error.issues[0]?.path.join('.')} ${read.error.issues[0]?.message}.`,
    );
  return await inCompany(ctx, async tx => {
    const before = await settingsOf(tx, ctx.company.id);
    const next = { values: read.data, version: before.version + 1, updatedAt: ctx.env.now() };
    const rows = await tx
      .insert(settings)
      .values({ companyId: ctx.company.id, ...next })
      .onConflictDoUpdate({
        target: settings.companyId,
        set: next,
        setWhere: eq(settings.version, input.version),
      })
      .returning({ version: settings.version });
    if (rows.length === 0 || before.version !== input.version)
      throw new Conflict('Somebody changed the settings at the same moment.');
    await recordHistory(tx, historyFrame(ctx), [
      {
        action: 'settings changed',
        objectKind: 'settings',
        objectId: null,
        before: before.values,
        after: read.data,
      },
    ]);
    return read.data;
  });
}
