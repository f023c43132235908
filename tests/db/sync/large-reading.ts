import { expect } from 'vitest';
import type { ListKind } from '@/lib/core/kinds';
import { handleCall, operationNamed } from '@/lib/qbwc';
import { receiveCall } from '@/lib/qbwc/receive';
import type { Desk } from '@/tests/support/desk';
import {
  answerText,
  bodyOf,
  idOf,
  type LargeAnswer,
  queryOf,
  soapPieces,
} from '@/tests/support/large-answer';
import { nextWith } from '@/tests/support/outbox';
import type { Visit } from '@/tests/support/web-connector';

/** Large answers brought to a desk the way they come over the wire. */

export const HOUR = 3_600_000;
export const MAX_BYTES = 32 * 1024 * 1024;
/** With two lines each, some 1.5 MB: enough to be taken as it comes, in several batches. */
export const ORDERS = 1500;

/** What was stored before is forgotten, and all lists are due. */
export async function forgetOrders(...desks: readonly Desk[]): Promise<void> {
  for (const desk of desks) {
    await desk.test
      .owner`delete from qb_lists where kind = 'purchase_order' and connection_id = ${desk.connectionId}`;
    desk.env.advance(HOUR + 1);
    await desk.runUpdate();
  }
}

export interface Reading {
  readonly desk: Desk;
  readonly visit: Visit;
  readonly setId: string;
  /** Wire ids of the reads in flight. */
  readonly ids: ReadonlyMap<string, string>;
}

/** A visit that awaits the answer to its list reads. */
export async function reading(desk: Desk): Promise<Reading> {
  desk.env.advance(2 * HOUR);
  const visit = await desk.visit();
  const xml = await nextWith(visit, 'PurchaseOrderQueryRq');
  const ids = [...xml.matchAll(/<(\w+)Rq requestID="([^"]*)"/g)].map(
    ([, name = '', id = '']) => [name, id] as const,
  );
  const [session] = await desk.test.owner<{ id: string }[]>`select in_flight_set_id as id from qb_sessions
    where connection_id = ${desk.connectionId} and state = 'open'`;
  return { desk, visit, setId: session?.id ?? '', ids: new Map(ids) };
}

const answerTo = ({ ids }: Reading, kind: ListKind, records: number): LargeAnswer => ({
  kind,
  records,
  requestID: ids.get(queryOf(kind)) ?? '',
});

/** Deleted from the list of items. */
export const DELETED = idOf(2);

function deletion(requestID: string): string {
  return `<ListDeletedQueryRs requestID="${requestID}" statusCode="0" statusSeverity="Info" statusMessage="Status OK"><ListDeletedRet><ListDelType>ItemService</ListDelType><ListID>${DELETED}</ListID><TimeCreated>2026-01-01T09:00:00-06:00</TimeCreated><TimeDeleted>2026-02-01T09:00:00-06:00</TimeDeleted><FullName>Item 2</FullName></ListDeletedRet></ListDeletedQueryRs>\n`;
}

/** A large page of orders among small ones of the other lists; every read in flight is answered. */
export function goodText(reads: Reading, orders = ORDERS): string {
  const others = (['vendor', 'customer', 'item', 'account', 'class', 'terms', 'bill'] as const)
    .filter(kind => reads.ids.has(queryOf(kind)))
    .map(kind => answerTo(reads, kind, 3));
  const [first, ...more] = others;
  const lists = answerText(...(first ? [first] : []), answerTo(reads, 'purchase_order', orders), ...more);
  const asked = reads.ids.get('ListDeletedQuery');
  const deleted = asked === undefined ? '' : deletion(asked);
  return [...lists].join('').replace('</QBXMLMsgsRs>', `${deleted}</QBXMLMsgsRs>`);
}

/** The rest of a visit, until nothing is left; asked for deletions, QuickBooks tells of the item. */
export async function restOf(visit: Visit): Promise<void> {
  for (let xml = await visit.next(); xml !== ''; xml = await visit.next()) {
    const answer = await visit.ask(xml);
    const [, asked] = /<ListDeletedQueryRq requestID="([^"]*)"/.exec(xml) ?? [];
    const told = /<ListDeletedQueryRs [^>]*?(?:\/>|>[\s\S]*?<\/ListDeletedQueryRs>)/;
    const response = asked === undefined ? answer.response : answer.response.replace(told, deletion(asked));
    await visit.bring({ ...answer, response });
  }
  await visit.close();
}

export interface Brought {
  readonly ticket: string;
  readonly text: string;
  readonly hresult?: string;
  readonly message?: string;
}

/** Cut anew each time into pieces as a network makes them. */
export function* cut(text: string, size = 40_000): Generator<string> {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size);
}

type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** Brings a body over the way that takes large answers as they come; fails the test if it was taken whole. */
export async function bringBody(desk: Desk, pieces: Pieces): Promise<unknown> {
  return await receiveCall(bodyOf(pieces), MAX_BYTES, call => {
    expect(call.answer).not.toBeNull();
    const operation = operationNamed(call.operation) ?? 'authenticate';
    return handleCall(desk.deps, { requestId: 'soap-1', address: '10.0.0.1' }, { ...call, operation });
  });
}

export const bring = (desk: Desk, { text, ...brought }: Brought): Promise<unknown> =>
  bringBody(desk, soapPieces({ ...brought, text: cut(text) }));

export async function ordersOf(desk: Desk): Promise<string[]> {
  const rows = await desk.test.owner<{ id: string }[]>`
    select qb_id as id from qb_lists where kind = 'purchase_order' and connection_id = ${desk.connectionId}
      and full_name like 'LP-%' order by 1`;
  return rows.map(row => row.id);
}

export const idsTo = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => idOf(at + 1)).sort();
