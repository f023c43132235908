import { contentHash, sha256Hex } from '@/lib/core/canonical';
import { encodeMessageSet, type QbRequest } from '@/lib/qbxml';
import type { KeptTarget } from '@/lib/sync/rows';
import type { JournalEntry, QuickBooks } from '@/tests/simulators/quickbooks';
import type { TestDatabase } from './database';
import { isEstimateAsAccepted } from './estimate-promise';

interface Checked {
  readonly test: TestDatabase;
  readonly quickBooks: QuickBooks;
  readonly stamp: { readonly fileId: string };
}

/** What must hold after anything whatever, whoever died when: spec/reliability.md R2, R3, R4, R6, R8. */
export async function findBrokenPromises(checked: Checked): Promise<string[]> {
  return [
    ...twiceInTheBooks(checked.quickBooks),
    ...twiceChanged(checked.quickBooks),
    ...(await notAsAccepted(checked)),
    ...(await brokenHistories(checked.test)),
    ...(await brokenChains(checked.test)),
  ];
}

/** R2 and R6: no mark stands on two live transactions, nor on one that is live and one that was deleted. */
function twiceInTheBooks({ books }: QuickBooks): string[] {
  const marks = [
    ...books.purchaseOrders({ includeDeleted: true }),
    ...books.bills(),
    ...books.estimates(),
  ].flatMap(({ externalGuid, refNumber }) => (externalGuid === null ? [] : [{ externalGuid, refNumber }]));
  const seen = new Set<string>();
  return marks.flatMap(({ externalGuid, refNumber }) => {
    if (!seen.has(externalGuid)) {
      seen.add(externalGuid);
      return [];
    }
    return [`R2: ${refNumber} is in the books twice under one mark`];
  });
}

/** R2: what was accepted once changed a record once, however often it was handed out. */
function twiceChanged({ books }: QuickBooks): string[] {
  const seen = new Set<string>();
  return books.journal
    .filter(entry => entry.by === 'application' && entry.action === 'modified')
    .flatMap(({ requestId, line }) => {
      const accepted = requestId?.split('/')[0] ?? '';
      const isTwice = seen.has(accepted);
      seen.add(accepted);
      return isTwice ? [`R2: ${line}: a change was made twice`] : [];
    });
}

interface AcceptedRow {
  payload: QbRequest;
  target: KeptTarget | null;
  payload_hash: string;
  accepted_at: Date;
  sent_at: Date;
  xml_sha256: string;
  members: { requestID: string; requestId: string }[];
}

/** R3 and R4: what an application wrote was accepted before, byte for byte, and went to the file it was meant for. */
async function notAsAccepted({ test, quickBooks, stamp }: Checked): Promise<string[]> {
  const written = quickBooks.books.journal.filter(entry => entry.by === 'application');
  const broken: string[] = [];
  for (const entry of written) {
    const [row] = await test.owner<AcceptedRow[]>`
      select r.payload, r.target, a.payload_hash, a.accepted_at, s.sent_at, s.xml_sha256, s.members from qb_requests r
      join acceptances a on a.company_id = r.company_id and a.id = r.acceptance_id
      join message_sets s on s.company_id = r.company_id and s.set_key = ${entry.messageSetId} and s.purpose = 'write'
      where r.id = ${entry.requestId?.split('/')[0] ?? ''}`;
    const complaint = row === undefined ? 'nobody accepted it' : complaintAbout(entry, row);
    if (complaint !== null) broken.push(`R3: ${entry.line}: ${complaint}`);
    if (!entry.fileIds.includes(stamp.fileId)) broken.push(`R4: ${entry.line}: in the wrong company file`);
  }
  return broken;
}

function complaintAbout(entry: JournalEntry, row: AcceptedRow): string | null {
  if (row.accepted_at > row.sent_at) return 'it was accepted only afterwards';
  if (contentHash(row.payload) !== row.payload_hash) return 'its content is not what was accepted';
  const arrived = entry.qbxml ?? '';
  // The text itself is thrown away after a while.
  if (row.xml_sha256 !== sha256Hex(arrived)) return 'the bytes that arrived are not the bytes that were kept';
  return isAsAccepted(entry, row) ? null : 'the bytes that arrived are not what was accepted';
}

function isAsAccepted(entry: JournalEntry, row: AcceptedRow): boolean {
  const accepted = requestIn(entry, row.payload);
  if (row.payload.message === 'PurchaseOrderMod') return isChangeAsAccepted(entry, row);
  if (row.payload.message === 'EstimateMod')
    return isEstimateAsAccepted(entry.qbxml ?? '', accepted, row.target);
  return (entry.qbxml ?? '').includes(accepted);
}

/** A request as QuickBooks would get it, from the element of its name to its end. */
function requestIn(entry: JournalEntry, request: QbRequest): string {
  const document = encodeMessageSet({
    target: { country: 'US', version: [13, 0] },
    onError: 'continueOnError',
    requests: [{ requestID: entry.requestId ?? '', request }],
  });
  return document.slice(document.indexOf(`<${request.message}Rq`), document.indexOf('</QBXMLMsgsRq>'));
}

const KEPT_LINE = /<(PurchaseOrderLine(?:Group)?Mod)><TxnLineID>([^<]+)<\/TxnLineID><\/\1>/g;

/**
 * A change is completed when it leaves. Its lines are the accepted ones, byte for byte and last; before them stands every
 * line of the order as it was read, by its id and in its order, and nothing else at all.
 */
function isChangeAsAccepted(entry: JournalEntry, { payload, target }: AcceptedRow): boolean {
  const accepted = requestIn(entry, payload);
  const order = target?.record as { editSequence: string; lines: { id: string }[] } | undefined;
  const appended = accepted.slice(accepted.indexOf('</EditSequence>') + '</EditSequence>'.length);
  const head = accepted
    .slice(0, accepted.length - appended.length)
    .replace(/<EditSequence>[^<]*</, `<EditSequence>${order?.editSequence ?? ''}<`);
  const arrived = entry.qbxml ?? '';
  const sent = arrived.slice(arrived.indexOf('<PurchaseOrderModRq'), arrived.indexOf('</QBXMLMsgsRq>'));
  if (!sent.startsWith(head) || !sent.endsWith(appended)) return false;
  const kept = sent.slice(head.length, sent.length - appended.length);
  const ids = [...kept.matchAll(KEPT_LINE)].map(match => match[2]);
  return kept.replace(KEPT_LINE, '') === '' && ids.join() === order?.lines.map(line => line.id).join();
}

/** R8: numbers without gaps, each row chained to the one before. */
async function brokenHistories(test: TestDatabase): Promise<string[]> {
  const rows = await test.owner<{ id: string; seq: string | null }[]>`
    select id, history_first_break(id)::text as seq from companies`;
  return rows.flatMap(row => (row.seq === null ? [] : [`R8: the history of ${row.id} breaks at ${row.seq}`]));
}

/** R8: the state an entry of a move says was before is what the move before it led to, down to the row itself. */
async function brokenChains(test: TestDatabase): Promise<string[]> {
  const rows = await test.owner<{ action: string; number: string }[]>`
    with told as (
      select h.object_id, h.seq, h.action, h.before->>'state' as before, h.after->>'state' as after,
        lag(h.after->>'state') over w as expected, lead(h.seq) over w is null as is_last
      from history h where h.object_kind = 'export' and h.after->>'state' is not null window w as (partition by h.object_id order by h.seq)
    )
    select t.action, e.number from told t join exports e on e.id = t.object_id
    where t.before is distinct from t.expected or (t.is_last and t.after <> e.state)`;
  return rows.map(row => `R8: the story of ${row.number} has a gap at “${row.action}”`);
}
