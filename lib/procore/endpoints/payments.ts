import { z } from 'zod';
import { dayText, decimal, idOrNull, idText, knownWord, momentText, words, wordsOrNull } from '../read';
import type { ProcoreSession } from '../session';
import { createOnce, numeral, type OriginWithoutCode, originFields } from '../write';

const payment = z
  .looseObject({
    id: idText,
    contract_id: idText,
    requisition_id: idOrNull,
    amount: decimal,
    date: dayText,
    payment_number: words,
    invoice_number: words,
    check_number: words,
    notes: words,
    status: knownWord('status', ['in_review', 'paid']),
    origin_id: wordsOrNull,
    origin_data: wordsOrNull,
    updated_at: momentText,
  })
  .transform(row => ({
    id: row.id,
    commitmentId: row.contract_id,
    invoiceId: row.requisition_id,
    amount: row.amount,
    date: row.date,
    paymentNumber: row.payment_number,
    invoiceNumber: row.invoice_number,
    checkNumber: row.check_number,
    notes: row.notes,
    status: row.status,
    originId: row.origin_id,
    originData: row.origin_data,
    updatedAt: row.updated_at,
  }));

/** What Procore's screens call a payment issued, and its API a contract payment. */
export type ContractPayment = z.output<typeof payment>;

/** Both are needed on every route. */
export interface PaymentPlace {
  readonly projectId: string;
  readonly commitmentId: string;
}

const PATH = '/rest/v1.0/contract_payments';

const inPlace = (place: PaymentPlace) => ({ project_id: place.projectId, contract_id: place.commitmentId });

const bodyIn = (place: PaymentPlace, fields: Readonly<Record<string, unknown>>) => ({
  project_id: numeral(place.projectId),
  contract_id: numeral(place.commitmentId),
  contract_payment: fields,
});

/** Payments issued on a commitment. */
export function listPayments(session: ProcoreSession, place: PaymentPlace): Promise<ContractPayment[]> {
  return session.list(payment, PATH, inPlace(place));
}

export interface PaymentFields {
  /** Decimal digits. */
  readonly amount: string;
  /** yyyy-mm-dd. */
  readonly date: string;
  readonly method: 'check' | 'credit_card' | 'electronic';
  readonly invoiceId: string | null;
  readonly invoiceNumber: string | null;
  readonly checkNumber: string | null;
  readonly notes: string;
}

const written = (fields: PaymentFields) => ({
  amount: fields.amount,
  date: fields.date,
  payment_method: fields.method,
  requisition_id: fields.invoiceId === null ? null : numeral(fields.invoiceId),
  invoice_number: fields.invoiceNumber,
  check_number: fields.checkNumber,
  notes: fields.notes,
});

export interface NewPayment extends PaymentFields {
  readonly originId: string;
  readonly originData: string | null;
}

/**
 * Issues a payment on a commitment, once for each mark, whatever answers are lost: Procore lists no filter for marks, so
 * the commitment's payments are looked through.
 */
export async function issuePayment(
  session: ProcoreSession,
  place: PaymentPlace,
  given: NewPayment,
): Promise<{ readonly record: ContractPayment; readonly isNew: boolean }> {
  return await createOnce({
    find: async () => {
      const known = await listPayments(session, place);
      return known.find(one => one.originId === given.originId) ?? null;
    },
    create: () =>
      session.write(payment, {
        method: 'POST',
        path: PATH,
        body: bodyIn(place, { ...written(given), ...originFields(given) }),
      }),
  });
}

/**
 * Changes a payment that was issued before. A marked one is locked, so the mark is taken off, the fields are written, and
 * the mark is put back; each step may be repeated, and a stop in between leaves a payment that the next try finds by its id.
 */
export async function changePayment(
  session: ProcoreSession,
  at: { readonly place: PaymentPlace; readonly id: string },
  given: NewPayment,
): Promise<void> {
  const steps = [{ origin_id: null, origin_data: null }, written(given), originFields(given)];
  for (const fields of steps) {
    await session.call({
      method: 'PATCH',
      path: `${PATH}/${at.id}`,
      isRepeatable: true,
      body: bodyIn(at.place, fields),
    });
  }
}

/** Writes a payment's mark, or takes it off with nulls; then people may edit it again. */
export async function markPayment(
  session: ProcoreSession,
  at: { readonly place: PaymentPlace; readonly id: string },
  origin: OriginWithoutCode,
): Promise<void> {
  await session.call({
    method: 'PATCH',
    path: `${PATH}/${at.id}`,
    isRepeatable: true,
    body: bodyIn(at.place, originFields(origin)),
  });
}

/** Takes a payment away; its mark must be off. Twice is once: gone is what was wanted. */
export async function deletePayment(
  session: ProcoreSession,
  at: { readonly place: PaymentPlace; readonly id: string },
): Promise<void> {
  await session.remove(`${PATH}/${at.id}`, inPlace(at.place));
}
