import type { Desk } from './desk';
import type { Visit } from './web-connector';

/** Of a message set that writes purchase orders. */
export const WRITE = 'PurchaseOrderAddRq';
/** Of the question what became of a set. */
export const ASK = 'oldMessageSetID';
/** Of the look for a lost order. */
export const LOOKUP = 'TxnDeletedQueryRq';

/** Of the word that an answer need not be kept any longer. */
export const CLEAR = 'onError="stopOnError" oldMessageSetID';

/** Whether a document reads back what was exported before. */
export const isReadBack = (xml: string): boolean => xml.includes(LOOKUP) && xml.includes('<TxnID>');

/** Whether a document reads what was deleted of late, and looks for nothing. */
export const isDeletionsRead = (xml: string): boolean =>
  xml.includes(LOOKUP) && !xml.includes('<PurchaseOrderQueryRq');

/** What a run handed out, without the clearing after its work. */
export const withoutClearing = (sent: readonly string[]): string[] =>
  sent.filter(xml => !xml.includes(CLEAR));

/** What a run handed out, without the looks that come before its work and the clearing after it. */
export const workOf = (sent: readonly string[]): string[] =>
  withoutClearing(sent).filter(xml => !isReadBack(xml));

const MOST_EXCHANGES = 20;

/** Carries everything there and back until a document with this text is handed out, which is given. */
export async function nextWith(visit: Visit, text: string): Promise<string> {
  for (let round = 0; round < MOST_EXCHANGES; round += 1) {
    const xml = await visit.next();
    if (xml.includes(text) && workOf([xml]).length > 0) return xml;
    if (xml === '') throw new RangeError(`nothing with ${text} was handed out: ${await visit.lastError()}`);
    await visit.bring(await visit.ask(xml));
  }
  throw new RangeError(`nothing with ${text} within ${MOST_EXCHANGES} exchanges`);
}

/** Carries everything there and back until nothing is handed out. */
export async function emptied(visit: Visit): Promise<void> {
  for (let xml = await visit.next(); xml !== ''; xml = await visit.next())
    await visit.bring(await visit.ask(xml));
}

interface RequestRow {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly split_group: string | null;
  readonly status_code: number | null;
  readonly status_message: string | null;
  readonly available_at: Date;
}

/** The newest write of an export. */
export async function writeOf(desk: Desk, exportId: string): Promise<RequestRow> {
  const [row] = await desk.test.owner<RequestRow[]>`
    select * from qb_requests where export_id = ${exportId} order by seq desc limit 1`;
  if (!row) throw new RangeError(`nothing was queued for ${exportId}`);
  return row;
}

interface SetRow {
  readonly id: string;
  readonly purpose: string;
  readonly state: string;
  readonly set_key: string | null;
  readonly xml: string;
  readonly xml_sha256: string;
  readonly answer_xml: string | null;
  readonly hresult: string | null;
  readonly progress: number | null;
}

/** What was stored of a document that was handed out. */
export async function setWith(desk: Desk, xml: string): Promise<SetRow> {
  const rows = await desk.test.owner<SetRow[]>`select * from message_sets where xml = ${xml}`;
  if (rows.length !== 1 || !rows[0]) throw new RangeError(`${rows.length} sets were stored with these bytes`);
  return rows[0];
}

/** The id under which QuickBooks keeps the answer to a document. */
export function keyIn(xml: string): string {
  return /newMessageSetID="([^"]*)"/.exec(xml)?.[1] ?? '';
}

/** Live orders in the books under a number. */
export function ordersOf(desk: Desk, number: string): number {
  return desk.quickBooks.books.purchaseOrders().filter(order => order.refNumber === number).length;
}

/** A connector's number for an export; QuickBooks shows it as P.O. No. */
export async function numberOf(desk: Desk, exportId: string): Promise<string> {
  const [row] = await desk.test.owner<{ number: string }[]>`
    select number from exports where id = ${exportId}`;
  return row?.number ?? '';
}

/** How often an export's order was put into the books, deleted ones included. */
export async function timesInBooks(desk: Desk, exportId: string): Promise<number> {
  const number = await numberOf(desk, exportId);
  return desk.quickBooks.books
    .purchaseOrders({ includeDeleted: true })
    .filter(order => order.refNumber === number).length;
}
