import { describe, expect, test } from 'vitest';
import { createConnection } from '@/lib/connections';
import { type LinkInput, linkRecord, unlinkRecord } from '@/lib/imports';
import { COST_CODE_ID, PROJECT_ID, VENDOR_ID } from '@/tests/factories/commitment';
import { type Desk, JOB_NAME, putDirectory, qbIdOf, VENDOR_NAME } from '@/tests/support/desk';
import { expectRefused, race } from '@/tests/support/outcome';
import { sharedDesk, sharedDeskBeside } from '@/tests/support/shared-desk';

const ours = sharedDesk();
const others = sharedDeskBeside(ours);

let procoreVendor = 700_000;
let quickBooksVendor = 0;

/** A Procore company nobody has linked, and its number. */
async function freshCompany(desk: Desk): Promise<string> {
  procoreVendor += 1;
  const procoreId = String(procoreVendor);
  await putDirectory(desk.admin, 'vendor', [
    { procoreId: VENDOR_ID, name: VENDOR_NAME },
    { procoreId, name: `Company ${procoreId}` },
  ]);
  return procoreId;
}

/** A QuickBooks vendor nobody is linked to, as the next list read would bring it. */
async function freshVendor(desk: Desk, patch: { isActive?: boolean } = {}): Promise<string> {
  quickBooksVendor += 1;
  const qbId = `8000AAAA-${quickBooksVendor}`;
  await desk.test.owner`
    insert into qb_lists (company_id, connection_id, kind, qb_id, qb_type, full_name, match_name, sublevel, is_active,
      edit_sequence, time_modified, fields, read_at)
    values (${desk.admin.company.id}, ${desk.connectionId}, 'vendor', ${qbId}, 'Vendor', ${`Vendor ${qbId}`},
      ${`vendor ${qbId}`}, 0, ${patch.isActive ?? true}, '1', '', '{}', ${desk.env.now()})`;
  return qbId;
}

async function vendorInput(desk: Desk): Promise<LinkInput> {
  const [procoreId, qbId] = [await freshCompany(desk), await freshVendor(desk)];
  return { connectionId: desk.connectionId, kind: 'vendor', procoreId, qbId };
}

async function liveLinks(desk: Desk, where: { procoreId?: string; qbId?: string }): Promise<string[]> {
  const rows = await desk.test.owner<{ pair: string }[]>`
    select procore_id || '=' || qb_id as pair from links where ended_at is null
      and procore_id = coalesce(${where.procoreId ?? null}::bigint, procore_id)
      and qb_id = coalesce(${where.qbId ?? null}::text, qb_id) order by 1`;
  return rows.map(row => row.pair);
}

async function lastEntries(desk: Desk, count: number) {
  return await desk.test.owner`
    select action, object_kind, actor_kind, before, after from history where company_id = ${desk.admin.company.id}
    order by seq desc limit ${count}`;
}

describe('link', () => {
  test('joins the two and writes down who joined what', async () => {
    const { desk } = ours;
    const input = await vendorInput(desk);
    await linkRecord(desk.admin, input);
    expect(await liveLinks(desk, input)).toEqual([`${input.procoreId}=${input.qbId}`]);
    expect(await lastEntries(desk, 1)).toMatchObject([
      {
        action: 'linked',
        object_kind: 'mapping:vendor',
        actor_kind: 'person',
        before: null,
        after: { procoreId: input.procoreId, qbId: input.qbId },
      },
    ]);
  });

  test('puts another twin in the place of an earlier one', async () => {
    const { desk } = ours;
    const input = await vendorInput(desk);
    await linkRecord(desk.admin, input);
    const other = { ...input, qbId: await freshVendor(desk) };
    await linkRecord(desk.approver, other);
    expect(await liveLinks(desk, { procoreId: input.procoreId })).toEqual([
      `${input.procoreId}=${other.qbId}`,
    ]);
    expect((await lastEntries(desk, 1))[0]).toMatchObject({ before: { qbId: input.qbId } });
  });

  test('of two that are linked already changes nothing', async () => {
    const { desk } = ours;
    const input = await vendorInput(desk);
    await linkRecord(desk.admin, input);
    const before = await lastEntries(desk, 3);
    await linkRecord(desk.admin, input);
    expect(await liveLinks(desk, input)).toEqual([`${input.procoreId}=${input.qbId}`]);
    expect(await lastEntries(desk, 3)).toEqual(before);
  });

  test('to a record that stands for another one conflicts and nothing changes', async () => {
    const { desk } = ours;
    const input = await vendorInput(desk);
    await linkRecord(desk.admin, input);
    const procoreId = await freshCompany(desk);
    await expectRefused(desk.test, 'conflict', () => linkRecord(desk.admin, { ...input, procoreId }));
  });

  test('to an inactive record, or of a project to a customer, is refused and nothing changes', async () => {
    const { desk } = ours;
    const input = await vendorInput(desk);
    const qbId = await freshVendor(desk, { isActive: false });
    await expectRefused(desk.test, 'invalid', () => linkRecord(desk.admin, { ...input, qbId }));
    const customer = await qbIdOf(desk, 'customer', 'Riverside Health');
    const project = { ...input, kind: 'project', procoreId: PROJECT_ID, qbId: customer } as const;
    await expectRefused(desk.test, 'invalid', () => linkRecord(desk.admin, project));
  });

  test('of a project to a second company file conflicts and nothing changes', async () => {
    const { desk } = ours;
    const second = await createConnection(desk.admin, { name: 'Second file' });
    await desk.test.owner`
      insert into qb_lists select (jsonb_populate_record(q, jsonb_build_object('connection_id', ${second.id}::text))).*
      from qb_lists q where q.connection_id = ${desk.connectionId} and q.full_name = ${JOB_NAME}`;
    const qbId = await qbIdOf(desk, 'customer', JOB_NAME);
    const input = { connectionId: second.id, kind: 'project', procoreId: PROJECT_ID, qbId } as const;
    await expectRefused(desk.test, 'conflict', () => linkRecord(desk.admin, input));
  });

  test("another company's records are not there, on either side, and nothing changes", async () => {
    const { desk } = ours;
    const input = await vendorInput(desk);
    const theirs = await vendorInput(others.desk);
    for (const mixed of [
      theirs,
      { ...input, procoreId: theirs.procoreId },
      { ...input, qbId: theirs.qbId },
      { ...input, connectionId: theirs.connectionId },
      { ...input, connectionId: 'no id at all' },
      { ...input, procoreId: '0; drop table links' },
    ])
      await expectRefused(desk.test, 'not_found', () => linkRecord(desk.admin, mixed));
  });

  test('without the right is forbidden, and nothing changes', async () => {
    const { desk } = ours;
    const input = await vendorInput(desk);
    for (const ctx of [desk.sender, desk.viewer])
      await expectRefused(desk.test, 'forbidden', () => linkRecord(ctx, input));
  });

  test('of two records to one twin at once: exactly one wins, the other is told', async () => {
    const { desk } = ours;
    for (let round = 0; round < 8; round += 1) {
      const input = await vendorInput(desk);
      const procoreId = await freshCompany(desk);
      const link = (one: LinkInput) => () => linkRecord(desk.admin, one);
      expect(await race(link(input), link({ ...input, procoreId }))).toEqual(['conflict', 'done']);
      expect(await liveLinks(desk, { qbId: input.qbId })).toHaveLength(1);
    }
  });

  test('of one record to two twins at once leaves it with exactly one', async () => {
    const { desk } = ours;
    for (let round = 0; round < 8; round += 1) {
      const input = await vendorInput(desk);
      const qbId = await freshVendor(desk);
      await race(
        () => linkRecord(desk.admin, input),
        () => linkRecord(desk.admin, { ...input, qbId }),
      );
      expect(await liveLinks(desk, { procoreId: input.procoreId })).toHaveLength(1);
    }
  });
});

describe('unlink', () => {
  test('takes the link away and writes down what it was', async () => {
    const { desk } = ours;
    const input = await vendorInput(desk);
    await linkRecord(desk.admin, input);
    await unlinkRecord(desk.approver, input);
    expect(await liveLinks(desk, input)).toEqual([]);
    expect(await lastEntries(desk, 1)).toMatchObject([
      { action: 'unlinked', before: { procoreId: input.procoreId, qbId: input.qbId }, after: null },
    ]);
  });

  test('of a record that has no link finds none, and nothing changes', async () => {
    const { desk } = ours;
    const input = await vendorInput(desk);
    await expectRefused(desk.test, 'not_found', () => unlinkRecord(desk.admin, input));
  });

  test("another company's link is not there, and nothing changes", async () => {
    const { desk } = ours;
    const input = {
      connectionId: others.desk.connectionId,
      kind: 'cost_code',
      procoreId: COST_CODE_ID,
    } as const;
    await expectRefused(desk.test, 'not_found', () => unlinkRecord(desk.admin, input));
    await expectRefused(desk.test, 'not_found', () =>
      unlinkRecord(desk.admin, { ...input, connectionId: 'no id at all' }),
    );
  });

  test('without the right is forbidden, and nothing changes', async () => {
    const { desk } = ours;
    const input = { connectionId: desk.connectionId, kind: 'cost_code', procoreId: COST_CODE_ID } as const;
    for (const ctx of [desk.sender, desk.viewer])
      await expectRefused(desk.test, 'forbidden', () => unlinkRecord(ctx, input));
  });

  test('of two at once exactly one wins, and the other is told', async () => {
    const { desk } = ours;
    for (let round = 0; round < 8; round += 1) {
      const input = await vendorInput(desk);
      await linkRecord(desk.admin, input);
      const unlink = () => unlinkRecord(desk.admin, input);
      expect(await race(unlink, unlink)).toEqual(['done', 'not_found']);
    }
  });
});
