import { expect, test } from 'vitest';
import { bench, COMPANY, CONCRETE, MECHANICAL, mailbox, PROJECT, subscribe } from './kit';

test('a line of an approved commitment is changed by reopening and approving again, and all of it is told', async () => {
  const { procore, clock, service } = await bench();
  const box = await mailbox();
  await subscribe(service, { url: box.url }, ['Work Order Contracts', 'Work Order Contract Line Items']);
  clock.advance(60_000);
  procore.office.updateLine(120100, { amount: '97000.0' });
  await procore.settleWebhooks();
  expect(box.received.map(one => one.body['resource_name'])).toEqual([
    'Work Order Contracts',
    'Work Order Contract Line Items',
    'Work Order Contracts',
  ]);
  const after = procore.records.commitment(CONCRETE);
  expect(after).toMatchObject({ status: 'Approved', updatedAt: '2026-04-20T09:01:00Z' });
});

test('a commitment is made with coded, uncoded and priced lines', async () => {
  const { procore, service } = await bench();
  const id = procore.office.createCommitment({
    projectId: PROJECT,
    kind: 'subcontract',
    number: 'SC-1',
    title: 'Tile',
    vendorId: 598134326300893,
    lines: [
      { costCode: '09-400', description: 'Lobby', amount: '100' },
      { costCode: null, description: 'Allowance', amount: '-2.5' },
      { costCode: '03-300', description: 'Pads', amount: '0', quantity: '3', unitCost: '12.25', uom: 'ea' },
    ],
  });
  const shown = await service.get(`/rest/v1.0/work_order_contracts/${id}?project_id=${PROJECT}`);
  expect(shown.body).toMatchObject({ status: 'Approved', grand_total: '97.5', accounting_method: 'unit' });
  expect(shown.at('line_items.1')).toMatchObject({ cost_code: null, wbs_code: null, amount: '-2.5' });
});

test('what does not exist, and what is no amount, is refused loudly', async () => {
  const { procore } = await bench();
  expect(() => procore.office.updateCommitment(5, { title: 'x' })).toThrow(RangeError);
  expect(() => procore.office.updateLine(120100, { amount: '1,5' })).toThrow('is not an amount');
  expect(() => procore.office.updateCommitment(MECHANICAL, { status: 'Received' })).toThrow(RangeError);
  expect(procore.records.commitment(CONCRETE)?.status).toBe('Approved');
});

test('vendors and projects come, change and go', async () => {
  const { procore, service } = await bench();
  const vendorId = procore.office.addVendor({ companyId: COMPANY, name: 'Nord & Sons' });
  procore.office.renameVendor(vendorId, 'Nord & Daughters');
  expect((await service.get(`/rest/v1.0/vendors/${vendorId}?company_id=${COMPANY}`)).at('name')).toBe(
    'Nord & Daughters',
  );
  const projectId = procore.office.addProject({ companyId: COMPANY, name: 'Pier', number: '26-001' });
  const codes = await service.get(`/rest/v1.0/cost_codes?project_id=${projectId}`);
  expect(codes.list()).toHaveLength(26);
});

test('each act prints one plain line, and a write-back says what the record carries now', async () => {
  const lines: string[] = [];
  const { procore, service } = await bench({ print: line => lines.push(line) });
  procore.office.renameVendor(598134326300871, 'Keel');
  await service.send('PATCH', `/rest/v1.0/work_order_contracts/${CONCRETE}`, {
    project_id: PROJECT,
    work_order_contract: { origin_id: '1A2-1' },
  });
  expect(lines).toEqual([
    'Company of the directory 598134326300871 changed: name',
    `Work order contract ${CONCRETE} (SC-017-001) now carries origin_id 1A2-1`,
  ]);
});
