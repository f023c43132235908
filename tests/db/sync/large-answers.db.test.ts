import { beforeEach, describe, expect, test } from 'vitest';
import { RefusedMessage } from '@/lib/qbwc';
import { readReply } from '@/lib/sync';
import { changedTables, dumpOf } from '@/tests/support/dump';
import { answerText, idOf, soapPieces } from '@/tests/support/large-answer';
import { nextWith, WRITE } from '@/tests/support/outbox';
import { queued } from '@/tests/support/paths';
import { sharedDesk, sharedDeskBeside } from '@/tests/support/shared-desk';
import {
  bring,
  bringBody,
  cut,
  DELETED,
  forgetOrders,
  goodText,
  HOUR,
  idsTo,
  MAX_BYTES,
  ORDERS,
  ordersOf,
  reading,
  restOf,
} from './large-reading';

const ours = sharedDesk();
const others = sharedDeskBeside(ours);

beforeEach(() => forgetOrders(ours.desk, others.desk));

describe('a large answer to a read', () => {
  test('is stored completely, moves its mark, and lets the run go on', async () => {
    const { desk } = ours;
    const reads = await reading(desk);
    const text = goodText(reads);
    expect(await bring(desk, { ticket: reads.visit.ticket, text })).toBeGreaterThan(0);
    expect(await ordersOf(desk)).toEqual(idsTo(ORDERS));
    const [cursor] = await desk.test.owner`select cursor, as_of from qb_cursors
      where kind = 'purchase_order' and connection_id = ${desk.connectionId}`;
    expect(cursor).toEqual({ cursor: '2026-01-26T10:00:00', as_of: desk.env.now() });
    const [set] = await desk.test.owner<{ answer_xml: string; answer_sha256: string }[]>`
      select answer_xml, answer_sha256 from message_sets where id = ${reads.setId}`;
    expect(set?.answer_xml).toBe(text.slice(0, 64 * 1024));
    expect(set?.answer_sha256).toBe(readReply({ response: text, hresult: '', message: '' }).sha256);
    await restOf(reads.visit);
    const [item] = await desk.test.owner`select deleted_at is not null as is_gone from qb_lists
      where kind = 'item' and qb_id = ${DELETED} and connection_id = ${desk.connectionId}`;
    expect(item).toEqual({ is_gone: true });
  });

  test('that tells of a record twice is stored, and the later counts', async () => {
    const { desk } = ours;
    const reads = await reading(desk);
    const text = goodText(reads).replaceAll(`<TxnID>${idOf(7)}`, `<TxnID>${idOf(8)}`);
    expect(await bring(desk, { ticket: reads.visit.ticket, text })).toBeGreaterThan(0);
    expect(await ordersOf(desk)).toEqual(idsTo(ORDERS).filter(id => id !== idOf(7)));
    await reads.visit.close();
  });

  test('that comes again gives the same progress and changes nothing, whatever is in flight by then', async () => {
    const { desk } = ours;
    const reads = await reading(desk);
    const brought = { ticket: reads.visit.ticket, text: goodText(reads) };
    const progress = await bring(desk, brought);
    const again = async (): Promise<void> => {
      const before = await dumpOf(desk.test);
      expect(await bring(desk, brought)).toBe(progress);
      expect(changedTables(before, await dumpOf(desk.test))).toEqual([]);
    };
    await again();
    await queued(desk);
    const xml = await nextWith(reads.visit, WRITE);
    await again();
    expect(await reads.visit.bring(await reads.visit.ask(xml))).toBeGreaterThan(0);
    await reads.visit.close();
  });

  test('that comes again while the next page is awaited changes nothing, and that page is taken', async () => {
    const { desk } = ours;
    const reads = await reading(desk);
    const more = ' iteratorRemainingCount="1" iteratorID="{00000000-0000-4000-8000-000000000001}"';
    const brought = {
      ticket: reads.visit.ticket,
      text: goodText(reads).replace(/(<PurchaseOrderQueryRs [^>]*)>/, `$1${more}>`),
    };
    const progress = await bring(desk, brought);
    expect(progress).toBeLessThan(100);
    const xml = await reads.visit.next();
    expect(xml).toContain('iterator="Continue"');
    const before = await dumpOf(desk.test);
    expect(await bring(desk, brought)).toBe(progress);
    expect(changedTables(before, await dumpOf(desk.test))).toEqual([]);
    const [, requestID = ''] = /PurchaseOrderQueryRq requestID="([^"]*)"/.exec(xml) ?? [];
    const text = [...answerText({ kind: 'purchase_order', requestID, records: ORDERS + 50 })].join('');
    expect(await bring(desk, { ticket: reads.visit.ticket, text })).toBeGreaterThan(0);
    expect(await ordersOf(desk)).toEqual(idsTo(ORDERS + 50));
    await reads.visit.close();
  });
});

const BROKEN: readonly [what: string, pieces: (all: readonly Uint8Array[]) => Iterable<Uint8Array>][] = [
  ['its sender goes away', all => goingAway(all)],
  ['it ends in the answer', all => all.slice(0, -3)],
  ['it ends after the answer', all => all.slice(0, -1)],
  ['it has bytes that are no UTF-8', all => [...all.slice(0, -3), Uint8Array.of(0xff), ...all.slice(-3)]],
  ['it has an element in the answer', all => [...all.slice(0, -3), bytes('<b/>'), ...all.slice(-3)]],
  ['a second body follows', all => [...all, bytes('<more/>')]],
  ['it passes the largest message', all => [...all, bytes(' '.repeat(MAX_BYTES))]],
];

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function* goingAway(all: readonly Uint8Array[]): Generator<Uint8Array> {
  yield* all.slice(0, -4);
  throw Object.assign(new TypeError('aborted'), { code: 'ECONNRESET' });
}

describe('a message that turns out to be none, far into its answer', () => {
  test.each(BROKEN)(
    '(%s) is refused, nothing of it is kept, and the list is read again',
    async (_, spoil) => {
      const { desk } = ours;
      const reads = await reading(desk);
      const orders = ORDERS + 100;
      const pieces = [...soapPieces({ ticket: reads.visit.ticket, text: cut(goodText(reads, orders)) })];
      const before = await dumpOf(desk.test);
      await expect(bringBody(desk, spoil(pieces))).rejects.toBeInstanceOf(RefusedMessage);
      expect(changedTables(before, await dumpOf(desk.test))).toEqual([]);
      await reads.visit.close();
      const next = await reading(desk);
      expect(await bring(desk, { ticket: next.visit.ticket, text: goodText(next, orders) })).toBeGreaterThan(
        0,
      );
      expect(await ordersOf(desk)).toEqual(idsTo(orders));
      await next.visit.close();
    },
  );
});

async function* during(pieces: readonly Uint8Array[], work: () => Promise<void>): AsyncGenerator<Uint8Array> {
  const middle = Math.floor(pieces.length * 0.8);
  yield* pieces.slice(0, middle);
  await work();
  yield* pieces.slice(middle);
}

describe('while a large answer comes in', () => {
  test('the database going away leaves nothing of it, and the run is told to stop', async () => {
    const { desk } = ours;
    const reads = await reading(desk);
    const pieces = [...soapPieces({ ticket: reads.visit.ticket, text: cut(goodText(reads, ORDERS + 200)) })];
    const before = await dumpOf(desk.test);
    const kill = async (): Promise<void> => {
      const killed = await desk.test.owner`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and state = 'idle in transaction'`;
      expect(killed).toHaveLength(1);
    };
    expect(await bringBody(desk, during(pieces, kill))).toBe(-1);
    expect(changedTables(before, await dumpOf(desk.test))).toEqual([]);
    await reads.visit.close();
    await desk.runUpdate();
  });

  test('another company’s runs go on from beginning to end', async () => {
    const { desk } = ours;
    const reads = await reading(desk);
    const pieces = [...soapPieces({ ticket: reads.visit.ticket, text: cut(goodText(reads)) })];
    let isDone = false;
    const runOther = async (): Promise<void> => {
      others.desk.env.advance(2 * HOUR);
      const run = await others.desk.runUpdate();
      isDone = run.progress.at(-1) === 100;
    };
    expect(await bringBody(desk, during(pieces, runOther))).toBeGreaterThan(0);
    expect(isDone).toBe(true);
    await reads.visit.close();
  });

  test('nobody sees half of it', async () => {
    const { desk } = ours;
    const reads = await reading(desk);
    const before = await ordersOf(desk);
    const pieces = [...soapPieces({ ticket: reads.visit.ticket, text: cut(goodText(reads, 3 * ORDERS)) })];
    const look = async (): Promise<void> => expect(await ordersOf(desk)).toEqual(before);
    expect(await bringBody(desk, during(pieces, look))).toBeGreaterThan(0);
    expect(await ordersOf(desk)).toEqual(idsTo(3 * ORDERS));
    await reads.visit.close();
  });
});

describe('a large answer under a ticket that is not its own', () => {
  test('of another company, of a closed session, or made up, changes nothing', async () => {
    const reads = await reading(ours.desk);
    const theirs = await reading(others.desk);
    const text = goodText(reads);
    const before = await dumpOf(ours.desk.test);
    const { ticket } = theirs.visit;
    const strange = [ticket, `${ticket.slice(0, 23)}${reads.visit.ticket.slice(23)}`, 'made-up'];
    for (const one of strange) expect(await bring(ours.desk, { ticket: one, text })).toBe(-1);
    expect(changedTables(before, await dumpOf(ours.desk.test))).toEqual([]);
    expect(await bring(ours.desk, { ticket: reads.visit.ticket, text })).toBeGreaterThan(0);
    await reads.visit.close();
    const after = await dumpOf(ours.desk.test);
    expect(await bring(ours.desk, { ticket: reads.visit.ticket, text })).toBe(-1);
    expect(changedTables(after, await dumpOf(ours.desk.test))).toEqual([]);
    await theirs.visit.close();
  });

  test('before anything was handed out, or to a write, settles what it would settle whole', async () => {
    const { desk } = ours;
    await queued(desk);
    desk.env.advance(2 * HOUR);
    const visit = await desk.visit();
    const padding = ' '.repeat(1_500_000);
    const before = await dumpOf(desk.test);
    const early = `<QBXML><QBXMLMsgsRs>${padding}</QBXMLMsgsRs></QBXML>`;
    expect(await bring(desk, { ticket: visit.ticket, text: early })).toBe(-1);
    expect(changedTables(before, await dumpOf(desk.test))).toEqual([]);
    const { response } = await visit.ask(await nextWith(visit, WRITE));
    const padded = response.replace('<QBXMLMsgsRs', `${padding}<QBXMLMsgsRs`);
    expect(await bring(desk, { ticket: visit.ticket, text: padded })).toBeGreaterThan(0);
    const [write] = await desk.test
      .owner`select state from qb_requests where role = 'write' order by seq desc limit 1`;
    expect(write).toEqual({ state: 'done' });
    await visit.close();
  });
});
