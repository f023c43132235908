import { beforeEach, describe, expect, test } from 'vitest';
import { linkExactMatches, linkRecord } from '@/lib/imports';
import { listPairs } from '@/lib/mappings/pairs';
import { inCompany } from '@/lib/tenancy';
import { VENDOR_ID } from '@/tests/factories/commitment';
import { type Desk, putDirectory, qbIdOf } from '@/tests/support/desk';
import { setSettings } from '@/tests/support/directories';
import { expectRefused, race } from '@/tests/support/outcome';
import { sharedDesk, sharedDeskBeside } from '@/tests/support/shared-desk';

const ours = sharedDesk();
const others = sharedDeskBeside(ours);

async function linksOf(desk: Desk): Promise<string[]> {
  const rows = await desk.test.owner<{ pair: string }[]>`
    select kind || ' ' || procore_id || ' ' || qb_name as pair from links
    where company_id = ${desk.admin.company.id} and ended_at is null and made_by = 'person' and created_by is not null
      and procore_id < 1000 order by 1`;
  return rows.map(row => row.pair);
}

beforeEach(async () => {
  await ours.desk.test.owner`delete from links where procore_id < 1000`;
  await ours.desk.test.owner`delete from procore_records where procore_id < 1000`;
});

const VENDORS = [
  { procoreId: '1', name: 'GREAT LAKES STEEL & ERECTION' },
  { procoreId: '2', name: 'Birchwood Mechanical' },
  // Two companies of one name; one that is nearly the same; an inactive vendor; an inactive company.
  { procoreId: '3', name: 'Pine County Excavating' },
  { procoreId: '4', name: 'Pine County Excavating' },
  { procoreId: '5', name: "O'Malley Electric" },
  { procoreId: '6', name: 'Bayfront Drywall' },
  { procoreId: '7', name: 'Zenith City Rentals', isActive: false },
  // A customer's name.
  { procoreId: '8', name: 'Riverside Health' },
  { procoreId: VENDOR_ID, name: 'Keel Concrete LLC' },
];

describe('link all exact matches', () => {
  test('joins what has one twin of its name, and leaves what is linked, inactive or ambiguous', async () => {
    const { desk } = ours;
    await putDirectory(desk.admin, 'vendor', VENDORS);
    const input = { connectionId: desk.connectionId, kind: 'vendor' } as const;
    expect(await linkExactMatches(desk.admin, input)).toEqual({ linked: 2 });
    expect(await linksOf(desk)).toEqual([
      'vendor 1 Great Lakes Steel & Erection',
      'vendor 2 Birchwood Mechanical',
    ]);
    const entries = await desk.test.owner`select action, object_kind, actor_kind, reason from history
      where company_id = ${desk.admin.company.id} order by seq desc limit 2`;
    const entry = { action: 'linked', object_kind: 'mapping:vendor', actor_kind: 'person' };
    expect(entries).toMatchObject([entry, entry]);
    expect(await linkExactMatches(desk.admin, input)).toEqual({ linked: 0 });
  });

  test('joins projects to jobs by name, or number and name, and codes to items by code', async () => {
    const { desk } = ours;
    await putDirectory(desk.admin, 'project', [
      { procoreId: '11', name: 'Harbor View Apartments', code: '24-022' },
      { procoreId: '12', name: 'Depot Restoration', code: '23-001' },
      { procoreId: '13', name: "O'Neil & Sons", code: '' },
    ]);
    await putDirectory(desk.admin, 'cost_code', [
      { procoreId: '21', name: 'Whatever', code: '05-500' },
      { procoreId: '22', name: 'Cast-in-Place Concrete', code: '99-999' },
    ]);
    const place = { connectionId: desk.connectionId };
    expect(await linkExactMatches(desk.admin, { ...place, kind: 'project' })).toEqual({ linked: 1 });
    expect(await linkExactMatches(desk.admin, { ...place, kind: 'cost_code' })).toEqual({ linked: 1 });
    expect(await linksOf(desk)).toEqual([
      'cost_code 21 05:05-500',
      'project 11 Harbor View Partners LP:24-022 Harbor View Apartments',
    ]);
  });

  test('joins projects to customers only where the company keeps them so', async () => {
    const { desk } = ours;
    await putDirectory(desk.admin, 'project', [{ procoreId: '13', name: "O'Neil & Sons", code: '' }]);
    const qbId = await qbIdOf(desk, 'customer', "O'Neil & Sons");
    const one = { connectionId: desk.connectionId, kind: 'project', procoreId: '13', qbId } as const;
    await expectRefused(desk.test, 'invalid', () => linkRecord(desk.admin, one));
    await setSettings(desk, { projectsBecome: 'customers' });
    const input = { connectionId: desk.connectionId, kind: 'project' } as const;
    expect(await linkExactMatches(desk.admin, input)).toEqual({ linked: 1 });
    await setSettings(desk, { projectsBecome: 'jobs' });
  });

  test('is for those who keep mappings, and for their own company’s files', async () => {
    const { desk } = ours;
    const input = { connectionId: desk.connectionId, kind: 'vendor' } as const;
    await expectRefused(desk.test, 'forbidden', () => linkExactMatches(desk.sender, input));
    await expectRefused(desk.test, 'not_found', () => linkExactMatches(others.desk.admin, input));
    const nowhere = { ...input, connectionId: 'x' };
    await expectRefused(desk.test, 'not_found', () => linkExactMatches(desk.admin, nowhere));
  });

  test('twice at once joins each once', async () => {
    const { desk } = ours;
    await putDirectory(desk.admin, 'vendor', VENDORS);
    const input = { connectionId: desk.connectionId, kind: 'vendor' } as const;
    const both = [desk.admin, desk.approver].map(ctx => () => linkExactMatches(ctx, input));
    expect(await race(...both)).toEqual(['done', 'done']);
    expect(await linksOf(desk)).toHaveLength(2);
  });
});

test('a record that was renamed or made inactive in QuickBooks is shown so, with the name it was linked by', async () => {
  const { desk } = ours;
  await putDirectory(desk.admin, 'vendor', VENDORS);
  await linkExactMatches(desk.admin, { connectionId: desk.connectionId, kind: 'vendor' });
  desk.quickBooks.bookkeeper.renameVendor('Birchwood Mechanical', 'Birchwood Plumbing');
  desk.quickBooks.bookkeeper.deactivateVendor('Great Lakes Steel & Erection');
  desk.env.advance(3 * 60 * 60_000);
  await desk.runUpdate();
  const input = {
    companyId: desk.admin.company.id,
    connectionId: desk.connectionId,
    kind: 'vendor',
    show: 'linked',
    search: '',
    offset: 0,
  } as const;
  const { pairs } = await inCompany(desk.admin, tx => listPairs(tx, input));
  const shown = new Map(pairs.map(one => [one.procoreId, one.link]));
  expect(shown.get('1')).toMatchObject({ isActive: false, isGone: false, formerName: null });
  expect(shown.get('2')).toMatchObject({ name: 'Birchwood Plumbing', formerName: 'Birchwood Mechanical' });
});
