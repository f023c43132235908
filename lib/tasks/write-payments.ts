import { isSameMoney } from '@/lib/core/money';
import { noteProcoreId, type ProcoreWriteRow, type WantedPayment } from '@/lib/imports';
import {
  type ContractPayment,
  changePayment,
  deletePayment,
  issuePayment,
  listPayments,
  markPayment,
  type NewPayment,
  type PaymentPlace,
  type ProcoreSession,
} from '@/lib/procore';
import type { Ctx } from '@/lib/tenancy';
import type { Written } from './written';

const NO_MARK = { originId: null, originData: null };

export function paymentPlace(row: ProcoreWriteRow): PaymentPlace {
  return { projectId: row.procoreProjectId, commitmentId: (row.wanted as WantedPayment).commitmentId };
}

/** Brings one payment to where it is wanted, from wherever an earlier try left it. */
export async function writePayment(
  ctx: Ctx,
  procore: ProcoreSession,
  row: ProcoreWriteRow,
): Promise<Written> {
  const place = paymentPlace(row);
  const known = await listPayments(procore, place);
  const marked = known.find(one => one.originId === row.originId);
  const found = marked ?? known.find(one => one.id === row.procoreId);
  if (found && found.originId !== null && found.originId !== row.originId)
    return {
      refused: `The payment in Procore carries the mark of another integration (“${found.originId}”).`,
    };
  // Known before its mark is taken off for a moment: should all stop there, it is still found.
  if (found) await noteProcoreId(ctx, row, found.id);
  if (row.aim === 'write') return await bringAbout(ctx, procore, { row, place, found });
  if (!found) return { procoreId: null };
  const at = { place, id: found.id };
  if (found.originId !== null) await markPayment(procore, at, NO_MARK);
  if (row.aim === 'remove') await deletePayment(procore, at);
  return { procoreId: row.aim === 'remove' ? null : found.id };
}

interface Aim {
  readonly row: ProcoreWriteRow;
  readonly place: PaymentPlace;
  readonly found: ContractPayment | undefined;
}

async function bringAbout(ctx: Ctx, procore: ProcoreSession, { row, place, found }: Aim): Promise<Written> {
  const { commitmentId: _place, ...fields } = row.wanted as WantedPayment;
  const given: NewPayment = { ...fields, originId: row.originId };
  if (!found && row.procoreId !== null)
    return { refused: 'Somebody deleted the payment in Procore. It is not issued again by itself.' };
  if (!found) {
    const { record, isNew } = await issuePayment(procore, place, given);
    if (isNew || isAsWanted(record, given)) return { procoreId: record.id };
    await noteProcoreId(ctx, row, record.id);
    await changePayment(procore, { place, id: record.id }, given);
    return { procoreId: record.id };
  }
  if (!isAsWanted(found, given)) await changePayment(procore, { place, id: found.id }, given);
  else if (found.originId === null) await markPayment(procore, { place, id: found.id }, given);
  return { procoreId: found.id };
}

/** Procore does not tell how it was paid; nothing else is left out. */
function isAsWanted(record: ContractPayment, given: NewPayment): boolean {
  return (
    isSameMoney(record.amount, given.amount) &&
    record.date === given.date &&
    record.invoiceId === given.invoiceId &&
    record.invoiceNumber === (given.invoiceNumber ?? '') &&
    record.checkNumber === (given.checkNumber ?? '') &&
    record.notes === given.notes
  );
}
