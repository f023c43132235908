import { describe, expect, test } from 'vitest';
import { acceptExport, retryExport, sendExport, showExport } from '@/lib/exports';
import { linkRecord } from '@/lib/imports';
import type { Commitment } from '@/lib/procore';
import { type Ctx, changeSettings } from '@/lib/tenancy';
import { COST_CODE_ID, commitmentLine, nextCommitment, VENDOR_ID } from '@/tests/factories/commitment';
import { type Desk, ITEM_NAME, qbIdOf, VENDOR_NAME } from '@/tests/support/desk';
import { expectRefused, outcomeOf, race } from '@/tests/support/outcome';
import { force, queued, ready, rowOf, sent, storyOf } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';

const ours = sharedDesk();

/** One person who may both send and accept. */
function both(desk: Desk): Ctx {
  return { ...desk.approver, rights: { ...desk.sender.rights, approvals: new Set(['*']) } };
}

async function setting(desk: Desk, values: Record<string, unknown>): Promise<void> {
  const [row] = await desk.test.owner<{ version: number }[]>`
    select version from settings where company_id = ${desk.admin.company.id}`;
  await changeSettings(desk.admin, { values, version: row?.version ?? 0 });
}

async function relink(desk: Desk, kind: 'vendor' | 'cost_code', fullName: string): Promise<void> {
  const qbId = await qbIdOf(desk, kind === 'vendor' ? 'vendor' : 'item', fullName);
  const procoreId = kind === 'vendor' ? VENDOR_ID : COST_CODE_ID;
  await linkRecord(desk.admin, { connectionId: desk.connectionId, kind, procoreId, qbId });
}

interface Change {
  readonly what: string;
  readonly make: (desk: Desk, commitment: Commitment) => Promise<unknown>;
  readonly undo: (desk: Desk) => Promise<unknown>;
}

const CHANGES: readonly Change[] = [
  {
    what: 'the record',
    make: (desk, one) =>
      desk.stage({ ...one, title: 'Another title', updatedAt: '2026-03-02T11:00:00.000Z' }),
    undo: async () => undefined,
  },
  {
    what: 'its vendor’s mapping',
    make: desk => relink(desk, 'vendor', 'North Shore Supply'),
    undo: desk => relink(desk, 'vendor', VENDOR_NAME),
  },
  {
    what: 'an item’s mapping',
    make: desk => relink(desk, 'cost_code', '03:03-350'),
    undo: desk => relink(desk, 'cost_code', ITEM_NAME),
  },
  {
    what: 'a setting that makes the request another',
    make: desk => setting(desk, { sendUnits: true, units: { ea: 'each' } }),
    undo: desk => setting(desk, {}),
  },
];

describe('what is accepted is what was shown', () => {
  test('accepting queues exactly the request that was shown, under an acceptance with its hash', async () => {
    const { desk } = ours;
    const id = await sent(desk);
    const shown = await showExport(desk.approver, id);
    const hash = shown.proposal?.hash ?? '';
    await acceptExport(desk.approver, { id, hash });
    const [row] = await desk.test.owner`
      select a.preview_hash, a.payload_hash, a.shown, a.export_number, r.payload_hash as queued_hash, r.external_guid, r.payload, r.state
      from acceptances a join qb_requests r on r.acceptance_id = a.id where a.export_id = ${id}`;
    expect(row).toMatchObject({
      preview_hash: hash,
      queued_hash: row?.['payload_hash'],
      export_number: 1,
      state: 'ready',
      shown: { preview: shown.proposal?.preview, snapshot: shown.record },
      payload: { body: { PurchaseOrderAdd: { ExternalGUID: row?.['external_guid'] } } },
    });
    expect((await storyOf(desk, id)).at(-1)?.after).toMatchObject({ hash });
  });

  test.each(CHANGES)('after $what has changed the hash that was shown accepts nothing', async change => {
    const { desk } = ours;
    const unit = { quantity: '2.0', unitCost: '48000.0', uom: 'ea' };
    const commitment = nextCommitment({ lines: [commitmentLine(unit)] });
    const [id = ''] = await desk.stage(commitment);
    await sendExport(desk.sender, { id, consents: [] });
    const hash = await desk.hashOf(desk.approver, id);
    await change.make(desk, commitment);
    await expectRefused(desk.test, 'conflict', () => acceptExport(desk.approver, { id, hash }));
    await acceptExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
    expect(await desk.stateOf(id)).toBe('queued');
    await change.undo(desk);
  });

  test('a record that a rule blocks by now is not accepted, whatever the hash', async () => {
    const { desk } = ours;
    const commitment = nextCommitment();
    const [id = ''] = await desk.stage(commitment);
    await sendExport(desk.sender, { id, consents: [] });
    const hash = await desk.hashOf(desk.approver, id);
    await desk.stage({ ...commitment, status: 'Draft', updatedAt: '2026-03-02T11:00:00.000Z' });
    await expectRefused(desk.test, 'blocked', () => acceptExport(desk.approver, { id, hash }));
  });

  test('a retry is a new acceptance under a new number and a new mark', async () => {
    const { desk } = ours;
    const id = await queued(desk);
    await force(desk, id, 'failed');
    await retryExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
    const rows = await desk.test.owner<{ external_guid: string }[]>`
      select r.external_guid from acceptances a join qb_requests r on r.acceptance_id = a.id
      where a.export_id = ${id} order by a.export_number`;
    expect(new Set(rows.map(row => row.external_guid)).size).toBe(2);
    expect(await rowOf(desk, id)).toMatchObject({ state: 'queued', export_number: 2, error: null });
  });
});

describe('separation of duties', () => {
  test('switched on, nobody accepts what he sent himself; somebody else may', async () => {
    const { desk } = ours;
    const one = both(desk);
    const id = await ready(desk);
    await sendExport(one, { id, consents: [] });
    const hash = await desk.hashOf(one, id);
    await expectRefused(desk.test, 'forbidden', () => acceptExport(one, { id, hash }));
    expect(await showExport(one, id)).toMatchObject({ can: { decide: false } });
    await acceptExport(secondApprover(desk), { id, hash });
    expect(await desk.stateOf(id)).toBe('queued');
  });

  test('switched off, the sender may accept', async () => {
    const { desk } = ours;
    const one = both(desk);
    await setting(desk, { separationOfDuties: false });
    const id = await ready(desk);
    await sendExport(one, { id, consents: [] });
    await acceptExport(one, { id, hash: await desk.hashOf(one, id) });
    expect(await desk.stateOf(id)).toBe('queued');
    await setting(desk, {});
  });
});

function secondApprover(desk: Desk): Ctx {
  return { ...desk.viewer, rights: desk.approver.rights };
}

describe('an order number', () => {
  test('of two records with one number accepted at once only one goes through', async () => {
    const { desk } = ours;
    for (let round = 0; round < 6; round += 1) {
      const number = `TWIN-${round}`;
      const ids = [await sent(desk, { number }), await sent(desk, { number: number.toLowerCase() })];
      const works = await Promise.all(
        ids.map(async id => {
          const hash = await desk.hashOf(desk.approver, id);
          return () => acceptExport(desk.approver, { id, hash });
        }),
      );
      expect(await race(...works)).toEqual(['blocked', 'done']);
    }
  });

  test('that waits for QuickBooks is taken for any other record', async () => {
    const { desk } = ours;
    const first = await queued(desk);
    const { number } = await rowOf(desk, first);
    const second = await ready(desk, { number });
    expect(await rowOf(desk, second)).toMatchObject({
      state: 'not_sendable',
      blockers: [{ ruleId: 'COM-04' }],
    });
    expect(await outcomeOf(sendExport(desk.sender, { id: second, consents: [] }))).toBe('blocked');
  });
});
