import { expect, test } from 'vitest';
import { type Api, BOLTS, bench, COMPANY, CONCRETE, contractPath, FORMWORK, orderPath, PROJECT } from './kit';

const mark = (api: Api, id: number, originId: string | null) =>
  api.send('PATCH', contractPath(id), { work_order_contract: { origin_id: originId } });

const markOrder = (api: Api, id: number, originId: string | null) =>
  api.send('PATCH', orderPath(id), { purchase_order_contract: { origin_id: originId } });

test('origin_id: belongs to one record of a type in a company; writing it again changes nothing', async () => {
  const { service } = await bench();
  expect((await mark(service, CONCRETE, '1A2-1')).status).toBe(200);
  expect((await mark(service, CONCRETE, '1A2-1')).status).toBe(200);
  const taken = await mark(service, 598134327001502, '1A2-1');
  expect([taken.status, Object.keys(Object(taken.at('errors')))]).toEqual([409, ['origin_id']]);
});

test('origin_id: is unique over the projects of a company, not over types', async () => {
  const { service } = await bench();
  await mark(service, CONCRETE, '1A2-1');
  const elsewhere = await service.send('PATCH', '/rest/v1.0/work_order_contracts/598134327001520', {
    project_id: 598134326120046,
    work_order_contract: { origin_id: '1A2-1' },
  });
  expect(elsewhere.status).toBe(409);
  expect((await markOrder(service, BOLTS, '1A2-1')).status).toBe(200);
});

test('origin_id: one item used as cost code in two projects needs two values', async () => {
  const { service } = await bench();
  const sync = (projectId: number, id: number) =>
    service.send('PATCH', `/rest/v1.0/cost_codes/sync?project_id=${projectId}`, {
      updates: [{ id, origin_id: '8000002F' }],
    });
  expect((await sync(PROJECT, 9101208)).at('entities.0.origin_id')).toBe('8000002F');
  const second = await sync(598134326120045, 9102208);
  expect([second.at('entities'), second.at('errors.0.errors')]).toEqual([
    [],
    { origin_id: ['is already used by another record of this company'] },
  ]);
});

test('origin_id: is cleared by null and by an empty string, and is free again', async () => {
  const { service } = await bench();
  await mark(service, CONCRETE, '1A2-1');
  expect((await mark(service, CONCRETE, null)).at('origin_id')).toBeNull();
  await mark(service, CONCRETE, '1A2-1');
  expect((await mark(service, CONCRETE, '')).at('origin_id')).toBeNull();
  expect((await mark(service, 598134327001502, '1A2-1')).status).toBe(200);
});

test('origin_id: of another integration can be overwritten, which is written down as a violation', async () => {
  const { procore, service } = await bench();
  expect(procore.records.violations()).toEqual([]);
  expect((await markOrder(service, FORMWORK, '1A2-9')).status).toBe(200);
  expect(procore.records.violations()).toMatchObject([
    {
      kind: 'foreign-origin-overwritten',
      record: 'purchase_order_contract',
      id: FORMWORK,
      before: { originId: 'SAGE-000913' },
      after: { originId: '1A2-9' },
    },
  ]);
});

test('origin_id: put on by hand for another integration counts as foreign, our own does not', async () => {
  const { procore, service } = await bench();
  await mark(service, CONCRETE, '1A2-1');
  await mark(service, CONCRETE, '1A2-2');
  expect(procore.records.violations()).toEqual([]);
  procore.office.updateCommitment(CONCRETE, { originId: 'SAGE-1' });
  await service.send('PATCH', contractPath(CONCRETE), { work_order_contract: { origin_code: '77' } });
  expect(procore.records.violations()).toHaveLength(1);
});

test('origin_id: a refused write is no violation and changes nothing', async () => {
  const { procore, service } = await bench();
  await markOrder(service, BOLTS, '1A2-1');
  expect((await markOrder(service, FORMWORK, '1A2-1')).status).toBe(409);
  expect(procore.records.violations()).toEqual([]);
  expect(procore.records.commitment(FORMWORK)?.originId).toBe('SAGE-000913');
});

const path = '/rest/v1.0/vendors/sync';
const KEEL = 598134326300871;
const sync = (api: Api, updates: unknown[]) => api.send('PATCH', path, { company_id: COMPANY, updates });

test('sync: neither id nor origin_id: made', async () => {
  const { procore, service } = await bench();
  const reply = await sync(service, [{ name: 'New Vendor' }]);
  expect([reply.status, reply.at('errors')]).toEqual([200, []]);
  expect(procore.records.vendor(Number(reply.at('entities.0.id')))?.name).toBe('New Vendor');
});

test('sync: an id that is there: changed', async () => {
  const { service } = await bench();
  const reply = await sync(service, [{ id: KEEL, city: 'Duluth' }]);
  expect(reply.at('entities.0')).toMatchObject({ id: KEEL, city: 'Duluth', name: 'Keel Concrete LLC' });
});

test('sync: an id that is not there: repeated with its error, and the rest is done', async () => {
  const { service } = await bench();
  const reply = await sync(service, [
    { id: 5, name: 'Nobody' },
    { id: KEEL, city: 'Duluth' },
  ]);
  expect(reply.status).toBe(200);
  expect(reply.at('entities')).toHaveLength(1);
  expect(reply.at('errors')).toEqual([
    { id: 5, name: 'Nobody', errors: { id: ['Entity with this ID not found'] } },
  ]);
});

test('sync: an origin_id that is not there makes, one that is there changes', async () => {
  const { procore, service } = await bench();
  const made = await sync(service, [{ origin_id: 'V1', name: 'From the books' }]);
  const again = await sync(service, [{ origin_id: 'V1', city: 'Proctor' }]);
  expect(again.at('entities.0.id')).toBe(made.at('entities.0.id'));
  expect(procore.records.vendors().filter(one => one.originId === 'V1')).toHaveLength(1);
});

test('sync: both: found by id alone, and the origin_id is written', async () => {
  const { service } = await bench();
  const reply = await sync(service, [{ id: KEEL, origin_id: 'V2' }]);
  expect(reply.at('entities.0')).toMatchObject({ id: KEEL, origin_id: 'V2' });
});

test("sync: both, and the origin_id is another record's: an entry in errors", async () => {
  const { service } = await bench();
  await sync(service, [{ id: KEEL, origin_id: 'V3' }]);
  const reply = await sync(service, [{ id: 598134326300872, origin_id: 'V3' }]);
  expect(reply.at('errors.0.errors')).toEqual({
    origin_id: ['is already used by another record of this company'],
  });
});

test('sync: the order of entities is not that of the updates', async () => {
  const { service } = await bench();
  const reply = await sync(service, [
    { id: KEEL, city: 'A' },
    { id: 598134326300880, city: 'B' },
  ]);
  expect(reply.at('entities.0.id')).toBe(598134326300880);
});

test('sync: a thousand are taken, one more is refused whole', async () => {
  const { procore, service } = await bench();
  const many = (count: number) => Array.from({ length: count }, (_, n) => ({ id: KEEL, notes: String(n) }));
  expect((await sync(service, many(1000))).at('entities')).toHaveLength(1000);
  const before = procore.records.vendor(KEEL)?.more['notes'];
  expect((await sync(service, many(1001))).status).toBe(413);
  expect(procore.records.vendor(KEEL)?.more['notes']).toBe(before);
});

test('sync: contracts are synced in their project; a locked one becomes an entry in errors', async () => {
  const { service } = await bench();
  const reply = await service.send('PATCH', '/rest/v1.0/work_order_contracts/sync', {
    project_id: PROJECT,
    updates: [
      { id: CONCRETE, origin_id: '1A2-1' },
      { id: 598134327001502, vendor_id: 598134326300871 },
    ],
  });
  expect(reply.at('entities.0')).toMatchObject({ id: CONCRETE, origin_id: '1A2-1' });
  expect(reply.at('errors.0.errors')).toEqual({ vendor_id: ['cannot be changed while Approved'] });
});

test('sync: lines of a contract know no id here: they are found by origin_id or made', async () => {
  const { service } = await bench();
  const base = `/rest/v1.0/work_order_contracts/${CONCRETE}/line_items`;
  const sync = (updates: unknown[]) =>
    service.send('PATCH', `${base}/sync`, { project_id: PROJECT, updates });
  const byId = await sync([{ id: 120100, origin_id: 'L1' }]);
  expect(Object.keys(Object(byId.at('errors.0.errors')))).toEqual(['id']);
  const unknown = await sync([{ origin_id: 'L1' }]);
  expect(Object.keys(Object(unknown.at('errors.0.errors')))).toEqual(['base']);
  await service.send('PATCH', `${base}/120100`, { project_id: PROJECT, line_item: { origin_id: 'L1' } });
  const found = await sync([{ origin_id: 'L1', origin_data: '{"v":1}' }]);
  expect(found.at('entities.0')).toMatchObject({ id: 120100, origin_data: '{"v":1}' });
});

test('sync: standard cost codes take origins in bulk and one by one', async () => {
  const { procore, service } = await bench();
  const scope = { company_id: COMPANY, standard_cost_code_list_id: 231877 };
  const bulk = await service.send('PATCH', '/rest/v1.0/standard_cost_codes/sync', {
    ...scope,
    updates: [{ id: 9001008, origin_id: '8000002F', origin_data: '{}' }],
  });
  expect(bulk.at('entities.0')).toMatchObject({ id: 9001008, full_code: '03-300', origin_id: '8000002F' });
  const one = await service.send('PATCH', '/rest/v1.0/standard_cost_codes/9001009', {
    ...scope,
    standard_cost_code: { origin_id: '80000030' },
  });
  expect([one.status, procore.records.standardCostCode(9001009)?.originId]).toEqual([200, '80000030']);
  const loop = await service.send('PATCH', '/rest/v1.0/standard_cost_codes/9001007', {
    ...scope,
    standard_cost_code: { parent_id: 9001008 },
  });
  expect(loop.status).toBe(422);
});

test('sync: projects and cost types take origins too', async () => {
  const { service } = await bench();
  const project = await service.send('PATCH', `/rest/v1.0/projects/${PROJECT}`, {
    company_id: COMPANY,
    project: { origin_id: '80000012', origin_code: 'Riverside', origin_data: '{}' },
  });
  expect(project.body).toMatchObject({ origin_id: '80000012', origin_code: 'Riverside' });
  const made = await service.send('POST', '/rest/v1.0/projects', {
    company_id: COMPANY,
    project: { name: 'New' },
  });
  expect([made.status, made.at('active')]).toEqual([201, true]);
  const sync = await service.send('PATCH', '/rest/v1.0/projects/sync', {
    company_id: COMPANY,
    updates: [{ id: made.at('id'), origin_id: '80000012' }],
  });
  expect(sync.at('errors')).toHaveLength(1);
  const types = await service.send('PATCH', '/rest/v1.0/line_item_types/sync', {
    company_id: COMPANY,
    updates: [{ id: 47010, origin_id: 'C' }],
  });
  expect(types.at('entities.0.origin_id')).toBe('C');
});
