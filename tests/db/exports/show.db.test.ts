import { afterAll, beforeAll, expect, test } from 'vitest';
import { showExport } from '@/lib/exports';
import { keepWebBaseUrl } from '@/lib/tenancy';
import { PROJECT_ID } from '@/tests/factories/commitment';
import { type Desk, openDesk } from '@/tests/support/desk';
import { ready } from '@/tests/support/paths';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

test('a record leads to its screen in the region of Procore that keeps the company, once that is known', async () => {
  const id = await ready(desk);
  expect((await showExport(desk.sender, id)).procoreUrl).toBeNull();
  await keepWebBaseUrl(desk.admin, 'https://us02.procore.com');
  const { procoreUrl, procoreId } = await showExport(desk.sender, id);
  const place = `https://us02.procore.com/${PROJECT_ID}/project/commitments`;
  expect([
    `${place}/work_order_contracts/${procoreId}`,
    `${place}/purchase_order_contracts/${procoreId}`,
  ]).toContain(procoreUrl);
});
