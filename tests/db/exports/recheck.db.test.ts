import { describe, expect, test } from 'vitest';
import { recheckExports, sendExport } from '@/lib/exports';
import { linkRecord, unlinkRecord } from '@/lib/imports';
import { changeSettings } from '@/lib/tenancy';
import { nextCommitment, VENDOR_ID } from '@/tests/factories/commitment';
import { type Desk, putDirectory, qbIdOf, VENDOR_NAME } from '@/tests/support/desk';
import { dumpOf } from '@/tests/support/dump';
import { outcomeOf } from '@/tests/support/outcome';
import { actionsOf, queued, ready, rowOf, sent } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';

const ours = sharedDesk();

function vendorOf({ connectionId }: Desk) {
  return { connectionId, kind: 'vendor', procoreId: VENDOR_ID } as const;
}

async function linkVendor(desk: Desk): Promise<void> {
  await linkRecord(desk.admin, { ...vendorOf(desk), qbId: await qbIdOf(desk, 'vendor', VENDOR_NAME) });
}

describe('after a mapping has changed', () => {
  test('records that lack it stop, each with the reason, and go on when it is back', async () => {
    const { desk } = ours;
    const id = await ready(desk);
    await unlinkRecord(desk.admin, vendorOf(desk));
    await recheckExports(desk.admin);
    expect(await rowOf(desk, id)).toMatchObject({ state: 'not_sendable', blockers: [{ ruleId: 'COM-02' }] });
    await linkVendor(desk);
    await recheckExports(desk.admin);
    expect(await rowOf(desk, id)).toMatchObject({ state: 'ready_to_send', blockers: [] });
    expect(await actionsOf(desk, id)).toEqual(['read from Procore', 'checked again', 'checked again']);
  });

  test('a record that waits for approval keeps waiting, shows the reason and cannot be accepted', async () => {
    const { desk } = ours;
    const id = await sent(desk);
    await unlinkRecord(desk.admin, vendorOf(desk));
    await recheckExports(desk.admin);
    expect(await rowOf(desk, id)).toMatchObject({
      state: 'awaiting_approval',
      blockers: [{ ruleId: 'COM-02' }],
    });
    expect(await desk.hashOf(desk.approver, id)).toBe('');
    expect(await actionsOf(desk, id)).toEqual(['read from Procore', 'sent']);
    await linkVendor(desk);
    await recheckExports(desk.admin);
  });

  test('all of several hundred records are judged', async () => {
    const { desk } = ours;
    const ids = await desk.stage(...Array.from({ length: 230 }, () => nextCommitment()));
    await unlinkRecord(desk.admin, vendorOf(desk));
    await recheckExports(desk.admin);
    const count = async (state: string): Promise<number> => {
      const [row] = await desk.test.owner<{ count: number }[]>`
        select count(*)::int as count from exports where state = ${state} and id = any (${ids})`;
      return row?.count ?? 0;
    };
    expect(await count('not_sendable')).toBe(230);
    await linkVendor(desk);
    await recheckExports(desk.admin);
    expect(await count('ready_to_send')).toBe(230);
  });
});

describe('after a list was read', () => {
  test('a record whose vendor became inactive in QuickBooks stops', async () => {
    const { desk } = ours;
    const vendorId = '598134326300902';
    const vendor = { id: vendorId, name: 'North Shore Supply' };
    await putVendor(desk, vendor);
    const id = await ready(desk, { vendor });
    expect(await desk.stateOf(id)).toBe('ready_to_send');
    desk.env.advance(3_700_000);
    desk.quickBooks.bookkeeper.deactivateVendor('North Shore Supply');
    await desk.runUpdate();
    await recheckExports(desk.admin);
    expect((await rowOf(desk, id)).blockers).toMatchObject([
      { ruleId: 'COM-02', message: expect.stringMatching(/inactive/) },
    ]);
  });

  test('a record whose number was taken by hand in QuickBooks stops', async () => {
    const { desk } = ours;
    const id = await ready(desk);
    const { number } = await rowOf(desk, id);
    desk.env.advance(3_700_000);
    desk.quickBooks.bookkeeper.addPurchaseOrder({ vendor: VENDOR_NAME, refNumber: number, lines: [] });
    await desk.runUpdate();
    await recheckExports(desk.admin);
    expect(await rowOf(desk, id)).toMatchObject({ state: 'not_sendable', blockers: [{ ruleId: 'COM-04' }] });
  });
});

async function putVendor(desk: Desk, vendor: { id: string; name: string }): Promise<void> {
  await putDirectory(desk.admin, 'vendor', [
    { procoreId: VENDOR_ID, name: VENDOR_NAME },
    { procoreId: vendor.id, name: vendor.name },
  ]);
  const qbId = await qbIdOf(desk, 'vendor', vendor.name);
  await linkRecord(desk.admin, { ...vendorOf(desk), procoreId: vendor.id, qbId });
}

describe('after settings have changed', () => {
  test('a number that was too long goes over by its end', async () => {
    const { desk } = ours;
    const id = await ready(desk, { number: 'HARBOR-SC-9017-001' });
    expect(await desk.stateOf(id)).toBe('not_sendable');
    await changeSettings(desk.admin, { values: { longNumbers: 'keep_end' }, version: 1 });
    await recheckExports(desk.admin);
    expect(await desk.stateOf(id)).toBe('ready_to_send');
  });
});

describe('judging anew', () => {
  test('changes nothing where nothing has changed', async () => {
    const { desk } = ours;
    const before = await dumpOf(desk.test);
    await recheckExports(desk.admin);
    expect(await dumpOf(desk.test)).toEqual(before);
  });

  test('never takes back what was accepted, and runs beside people’s decisions', async () => {
    const { desk } = ours;
    for (let round = 0; round < 4; round += 1) {
      const id = await ready(desk);
      const [sending] = await Promise.all([
        outcomeOf(sendExport(desk.sender, { id, consents: [] })),
        recheckExports(desk.admin),
      ]);
      expect([sending, await desk.stateOf(id)]).toEqual(['done', 'awaiting_approval']);
    }
    const id = await queued(desk);
    await unlinkRecord(desk.admin, vendorOf(desk));
    await recheckExports(desk.admin);
    expect(await desk.stateOf(id)).toBe('queued');
    await linkVendor(desk);
  });
});
