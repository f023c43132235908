import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DirectoryKind } from '@/lib/core/kinds';
import { chooseForExport, retryExport } from '@/lib/exports';
import type { Desk } from '@/tests/support/desk';
import { acceptedRecord, CUSTOMER_NAME, chooseAccounts, nextListed } from '@/tests/support/directories';
import { actionsOf, force, passMoment, rowOf } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';

const ours = sharedDesk();
const MINUTE = 60_000;

interface Shape {
  readonly kind: DirectoryKind;
  readonly add: string;
  readonly list: 'vendor' | 'customer' | 'item';
}

const SHAPES: readonly Shape[] = [
  { kind: 'cost_code', add: 'ItemServiceAdd', list: 'item' },
  { kind: 'project', add: 'CustomerAdd', list: 'customer' },
  { kind: 'vendor', add: 'VendorAdd', list: 'vendor' },
];

beforeAll(() => chooseAccounts(ours.desk));
afterEach(() => ours.desk.quickBooks.moods.clear());

function bookRecords(desk: Desk, { list }: Shape) {
  const { books } = desk.quickBooks;
  return { vendor: books.vendors(), customer: books.customers(), item: books.items() }[list];
}

/** The name a record has in the books, without what it stands below. */
function nameOf(shape: Shape, record: { name: string; code?: string }): string {
  return shape.kind === 'cost_code' ? (record.code ?? '') : record.name;
}

function timesThere(desk: Desk, shape: Shape, name: string): number {
  return bookRecords(desk, shape).filter(one => one.name === name).length;
}

async function queuedRecord(desk: Desk, shape: Shape) {
  const record = nextListed(shape.kind);
  const id = await acceptedRecord(desk, shape.kind, record);
  return { id, name: nameOf(shape, record), record };
}

async function lost(desk: Desk, shape: Shape, when: 'before' | 'after') {
  const one = await queuedRecord(desk, shape);
  desk.quickBooks.moods.failProcessing({
    hresult: when === 'after' ? '0x80040402' : '0x8004040D',
    when,
    element: shape.add,
  });
  await desk.runUpdate();
  expect(await desk.stateOf(one.id)).toBe('outcome_unknown');
  expect(timesThere(desk, shape, one.name)).toBe(when === 'after' ? 1 : 0);
  return one;
}

interface LinkRow {
  qb_id: string;
  qb_type: string;
  qb_name: string;
  edit_sequence: string;
  ended_at: Date | null;
}

async function linkOf(desk: Desk, kind: string, procoreId: string): Promise<LinkRow | undefined> {
  const [row] = await desk.test.owner<LinkRow[]>`
    select * from links where kind = ${kind} and procore_id = ${procoreId} order by created_at desc limit 1`;
  return row;
}

describe.each(SHAPES)('a $kind that goes to QuickBooks', shape => {
  test('is there once, under its mark, and linked as QuickBooks names it', async () => {
    const { desk } = ours;
    const { id, name, record } = await queuedRecord(desk, shape);
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
    const [made] = bookRecords(desk, shape).filter(one => one.name === name);
    const link = await linkOf(desk, shape.kind, record.procoreId);
    expect(link).toMatchObject({
      qb_id: made?.listId,
      qb_name: shape.kind === 'project' ? `${CUSTOMER_NAME}:${name}` : name,
      edit_sequence: made?.editSequence,
      ended_at: null,
    });
    expect(await rowOf(desk, id)).toMatchObject({ txn_id: made?.listId, ref_number: null, error: null });
    expect(made?.externalGuid).toMatch(/^\{/);
    expect((await desk.runUpdate()).sent.filter(xml => xml.includes(shape.add))).toEqual([]);
    expect(timesThere(desk, shape, name)).toBe(1);
  });

  test('is settled by the stored answer where its own was lost', async () => {
    const { desk } = ours;
    const { id, name } = await lost(desk, shape, 'after');
    await desk.runUpdate();
    expect([await desk.stateOf(id), timesThere(desk, shape, name)]).toEqual(['synced', 1]);
  });

  test('is looked up and found by its mark where QuickBooks lost the answer, even under another name', async () => {
    const { desk } = ours;
    const { id, name, record } = await lost(desk, shape, 'after');
    desk.quickBooks.moods.loseStoredAnswers();
    if (shape.kind === 'vendor') desk.quickBooks.bookkeeper.renameVendor(name, `${name} (renamed)`);
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
    expect((await actionsOf(desk, id)).at(-1)).toBe('found in QuickBooks');
    const there = bookRecords(desk, shape).filter(one => one.name.startsWith(name));
    expect(there).toHaveLength(1);
    expect((await linkOf(desk, shape.kind, record.procoreId))?.qb_id).toBe(there[0]?.listId);
  });

  test('is sent again only after it was looked for in vain, and then there once', async () => {
    const { desk } = ours;
    const { id, name } = await lost(desk, shape, 'before');
    const run = await desk.runUpdate();
    const looked = run.sent.findIndex(xml => xml.includes('EndsWith'));
    const written = run.sent.findIndex(xml => xml.includes(`<${shape.add}>`));
    expect([looked >= 0, looked < written]).toEqual([true, true]);
    expect([await desk.stateOf(id), timesThere(desk, shape, name)]).toEqual(['synced', 1]);
  });

  test('goes to a person where somebody deleted it before the answer was found', async () => {
    const { desk } = ours;
    const { id, name } = await lost(desk, shape, 'after');
    desk.quickBooks.moods.loseStoredAnswers();
    const [made] = bookRecords(desk, shape).filter(one => one.name === name);
    desk.quickBooks.bookkeeper.deleteRecord(shape.list, made?.fullName ?? '');
    await desk.runUpdate();
    expect(await rowOf(desk, id)).toMatchObject({
      state: 'needs_attention',
      error: { code: 'RECOVERY-deleted' },
    });
    await desk.runUpdate();
    expect(timesThere(desk, shape, name)).toBe(0);
  });

  test('that is forgotten after it was written is found by its mark before it is sent again', async () => {
    const { desk } = ours;
    const { id, name, record } = await queuedRecord(desk, shape);
    await desk.runUpdate();
    desk.env.advance(MINUTE);
    desk.env.advance(2 * 60 * MINUTE);
    await desk.runUpdate();
    // As our own database put back from a backup would know it: accepted, and not sent.
    await desk.test.owner`delete from links where kind = ${shape.kind} and procore_id = ${record.procoreId}`;
    await desk.test
      .owner`update qb_requests set state = 'ready', set_id = null, attempts = 0, settled_at = null
      where export_id = ${id}`;
    await force(desk, id, 'queued');
    await passMoment(desk);
    const run = await desk.runUpdate();
    expect(run.sent.filter(xml => xml.includes(`<${shape.add}>`))).toEqual([]);
    await desk.runUpdate();
    expect([await desk.stateOf(id), timesThere(desk, shape, name)]).toEqual(['synced', 1]);
  });

  test('and is deleted there is unlinked, not missed as in a backup, and does not come back by itself', async () => {
    const { desk } = ours;
    const { id, name, record } = await queuedRecord(desk, shape);
    await desk.runUpdate();
    desk.env.advance(MINUTE);
    const [made] = bookRecords(desk, shape).filter(one => one.name === name);
    desk.quickBooks.bookkeeper.deleteRecord(shape.list, made?.fullName ?? '');
    const other = await queuedRecord(desk, shape);
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('unlinked');
    expect((await linkOf(desk, shape.kind, record.procoreId))?.ended_at).not.toBeNull();
    expect([await desk.stateOf(other.id), timesThere(desk, shape, name)]).toEqual(['synced', 0]);
  });
});

test('a name that an other name of QuickBooks has is refused by QuickBooks alone, and can go under another', async () => {
  const { desk } = ours;
  const record = nextListed('vendor', { name: 'Dana Ruiz' });
  const id = await acceptedRecord(desk, 'vendor', record);
  await desk.runUpdate();
  expect(await rowOf(desk, id)).toMatchObject({ state: 'failed', error: { code: 'QB-3100' } });
  await chooseForExport(desk.approver, { id, choices: { name: 'Dana Ruiz (vendor)' } });
  await retryExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
  await passMoment(desk);
  await desk.runUpdate();
  expect(await desk.stateOf(id)).toBe('synced');
  const names = desk.quickBooks.books.vendors().map(one => one.name);
  expect(names.filter(name => name.startsWith('Dana Ruiz'))).toEqual(['Dana Ruiz (vendor)']);
});
