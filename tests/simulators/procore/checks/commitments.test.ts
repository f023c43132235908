import { expect, test } from 'vitest';
import { apiOf, BOLTS, bench, COMPANY, CONCRETE, contractPath, MECHANICAL, orderPath, PROJECT } from './kit';

const LINES = (id: number, tail = ''): string =>
  `/rest/v1.0/work_order_contracts/${id}/line_items${tail}?project_id=${PROJECT}`;
const MECHANICAL_LINE = 120400;
const CONCRETE_LINE = 120100;

test('reading: a contract shows its lines, its sums as strings and the vendor with his mark', async () => {
  const { service } = await bench();
  await service.send('PATCH', '/rest/v1.0/vendors/598134326300871', {
    company_id: COMPANY,
    vendor: { origin_id: '80000051-1700000123' },
  });
  const reply = await service.get(contractPath(CONCRETE));
  expect(reply.body).toMatchObject({
    grand_total: '178000.0',
    revised_contract: '178000.0',
    retainage_percent: '10.0',
    vendor: { company: 'Keel Concrete LLC', origin_id: '80000051-1700000123' },
    project: { id: PROJECT, name: 'Riverside Clinic Addition' },
    origin_id: null,
  });
  expect(reply.at('line_items.0')).toMatchObject({
    amount: '96000.0',
    extended_type: 'manual',
    holder: { id: CONCRETE, holder_type: 'WorkOrderContract' },
    cost_code: { full_code: '03-300', standard_cost_code_id: 9001008 },
    wbs_code: { flat_code: '03-300.C' },
  });
});

test('reading: lists know neither lines nor the mark of the vendor', async () => {
  const { service } = await bench();
  const list = await service.get(`/rest/v1.0/work_order_contracts?project_id=${PROJECT}`);
  expect(list.list()[0]).not.toHaveProperty('line_items');
  expect(list.at('0.vendor')).toEqual({ id: 598134326300871, company: 'Keel Concrete LLC' });
});

test('reading: a stated total is shown even when the lines say otherwise', async () => {
  const { service } = await bench();
  const reply = await service.get(orderPath(598134327001509));
  expect([reply.at('grand_total'), reply.at('line_items.0.amount')]).toEqual(['18400.0', '18000.0']);
});

test('reading: every fifth line has only its budget code', async () => {
  const { procore, service } = await bench();
  const contracts = procore.records.commitments().filter(one => one.projectId === PROJECT);
  const hidden: unknown[] = [];
  for (const { id, kind } of contracts) {
    const shown = await service.get(kind === 'subcontract' ? contractPath(id) : orderPath(id));
    const lines = shown.at('line_items');
    if (!Array.isArray(lines)) throw new RangeError('a contract shows its lines');
    hidden.push(...lines.filter(line => JSON.stringify(line).includes('"cost_code":null,')));
  }
  expect(hidden.length).toBeGreaterThan(2);
  expect(JSON.stringify(hidden[0])).toContain('"flat_code":"');
});

test('reading: the other company writes some numbers as numbers', async () => {
  const { procore } = await bench();
  const other = apiOf(procore, 'service', 1042);
  const reply = await other.get('/rest/v1.0/work_order_contracts/9101?project_id=7001');
  expect([reply.at('retainage_percent'), reply.at('line_items.0.quantity')]).toEqual([5, 0]);
});

test('reading: the union of both kinds says nothing of other systems', async () => {
  const { service } = await bench();
  const list = await service.get(`/rest/v1.0/commitments?project_id=${PROJECT}`);
  expect(list.list()).toHaveLength(13);
  expect(list.list()[0]).not.toHaveProperty('origin_id');
  const shown = await service.get(`/rest/v1.0/commitments/${BOLTS}?project_id=${PROJECT}`);
  expect(shown.body).toMatchObject({ type: 'PurchaseOrderContract', grand_total: '2392.5' });
});

test('reading: a contract of the other kind or of another project is not there', async () => {
  const { service } = await bench();
  expect((await service.get(orderPath(CONCRETE))).status).toBe(404);
  const elsewhere = `/rest/v1.0/work_order_contracts/${CONCRETE}?project_id=598134326120045`;
  expect((await service.get(elsewhere)).status).toBe(404);
});

test('writing: a change moves updated_at; the same values again do not', async () => {
  const { clock, service } = await bench();
  clock.advance(5000);
  const write = () =>
    service.send('PATCH', contractPath(MECHANICAL), {
      project_id: PROJECT,
      work_order_contract: { title: 'Mechanical, revised' },
    });
  const first = await write();
  expect(first.at('updated_at')).toBe('2026-04-20T09:00:05Z');
  clock.advance(5000);
  expect((await write()).at('updated_at')).toBe('2026-04-20T09:00:05Z');
});

test('writing: project_id is needed, and must not contradict itself', async () => {
  const { service } = await bench();
  const path = `/rest/v1.0/work_order_contracts/${MECHANICAL}`;
  const body = { work_order_contract: { title: 'x' } };
  expect((await service.send('PATCH', path, body)).status).toBe(400);
  const twice = await service.send('PATCH', `${path}?project_id=1`, { ...body, project_id: PROJECT });
  expect(twice.status).toBe(400);
  expect((await service.send('PATCH', path, { ...body, project_id: String(PROJECT) })).status).toBe(200);
});

test('writing: an approved contract keeps its vendor and takes origin fields', async () => {
  const { service, procore } = await bench();
  const write = (contract: object) =>
    service.send('PATCH', contractPath(CONCRETE), { work_order_contract: contract });
  const locked = await write({ vendor_id: 598134326300880, title: 'Other' });
  expect([locked.status, locked.at('errors')]).toEqual([
    422,
    { vendor_id: ['cannot be changed while Approved'] },
  ]);
  expect(procore.records.commitment(CONCRETE)?.title).toBe('Concrete package');
  expect((await write({ vendor_id: 598134326300871 })).status).toBe(200);
  const origin = await write({
    origin_id: '1A2-1',
    origin_code: '1042',
    origin_data: '{"edit_sequence":"1"}',
  });
  expect(origin.body).toMatchObject({ origin_id: '1A2-1', origin_code: '1042', status: 'Approved' });
});

test('writing: an approved schedule of values stands still and takes origin fields', async () => {
  const { service } = await bench();
  const path = LINES(CONCRETE, `/${CONCRETE_LINE}`);
  const amount = await service.send('PATCH', path, { line_item: { amount: '1.0' } });
  expect([amount.status, Object.keys(Object(amount.at('errors')))]).toEqual([422, ['base']]);
  expect((await service.send('POST', LINES(CONCRETE), { line_item: { amount: '1.0' } })).status).toBe(422);
  expect((await service.send('DELETE', path)).status).toBe(422);
  const origin = await service.send('PATCH', path, { line_item: { origin_id: '1A2-1|1A4-1' } });
  expect([origin.status, origin.at('origin_id')]).toEqual([200, '1A2-1|1A4-1']);
  expect((await service.send('PATCH', path, { origin_id: 'bare' })).status).toBe(400);
});

test('writing: an open schedule of values is changed, added to and cut, and the header follows', async () => {
  const { service } = await bench();
  await service.send('PATCH', LINES(MECHANICAL, `/${MECHANICAL_LINE}`), {
    line_item: { amount: '100.25' },
  });
  const added = await service.send('POST', LINES(MECHANICAL), {
    line_item: {
      cost_code_id: 9101208,
      line_item_type_id: 47012,
      extended_type: 'calculated',
      quantity: '3',
      unit_cost: '1.335',
    },
  });
  expect(added.body).toMatchObject({ amount: '4.01', wbs_code: { flat_code: '03-300.M' }, position: 3 });
  expect((await service.get(contractPath(MECHANICAL))).at('grand_total')).toBe('74304.26');
  expect((await service.send('DELETE', LINES(MECHANICAL, `/${added.at('id')}`))).status).toBe(204);
  expect((await service.get(LINES(MECHANICAL))).list()).toHaveLength(2);
});

test('writing: wrong values are refused by field, all at once', async () => {
  const { service } = await bench();
  const reply = await service.send('PATCH', contractPath(MECHANICAL), {
    work_order_contract: { status: 'approved', contract_date: 'soon', private: 'no', vendor_id: 'x' },
  });
  expect(reply.status).toBe(422);
  expect(Object.keys(Object(reply.at('errors')))).toEqual([
    'status',
    'contract_date',
    'private',
    'vendor_id',
  ]);
  const twin = await service.send('PATCH', contractPath(MECHANICAL), {
    work_order_contract: { number: 'SC-017-001' },
  });
  expect(twin.at('errors')).toEqual({ number: ['has already been taken'] });
});

test('writing: a contract is made, found and deleted', async () => {
  const { service } = await bench();
  const path = '/rest/v1.0/purchase_order_contracts';
  const made = await service.send('POST', path, {
    project_id: PROJECT,
    purchase_order_contract: {
      number: 'PO-9',
      title: 'Signs',
      vendor_id: 598134326300902,
      ship_via: 'truck',
    },
  });
  expect([made.status, made.at('status'), made.at('ship_via')]).toEqual([201, 'Draft', 'truck']);
  const one = `${path}/${made.at('id')}?project_id=${PROJECT}`;
  expect(String(made.at('id'))).toHaveLength(15);
  expect((await service.send('DELETE', one)).status).toBe(204);
  expect((await service.get(one)).status).toBe(404);
});
