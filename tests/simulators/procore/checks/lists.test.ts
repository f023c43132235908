import { expect, test } from 'vitest';
import { bench, COMPANY, CONCRETE, FORMWORK, PROJECT } from './kit';

const ORDERS = `/rest/v1.0/purchase_order_contracts?project_id=${PROJECT}`;
const SUBCONTRACTS = `/rest/v1.0/work_order_contracts?project_id=${PROJECT}`;
const VENDORS = `/rest/v1.0/vendors?company_id=${COMPANY}`;
const encoded = encodeURIComponent;

const linksOf = (header: string | null): Record<string, string> =>
  Object.fromEntries(
    [...(header ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g)].map(match => [match[2] ?? '', match[1] ?? '']),
  );

test('pages: a page in the middle links to first, prev, last and next, in that order', async () => {
  const { procore, service } = await bench();
  const reply = await service.get(`${VENDORS}&page=2&per_page=3`);
  const link = reply.headers.get('link') ?? '';
  expect([...link.matchAll(/rel="(\w+)"/g)].map(match => match[1])).toEqual([
    'first',
    'prev',
    'last',
    'next',
  ]);
  expect(linksOf(link)['last']).toBe(`${procore.publicUrl}${VENDORS}&page=4&per_page=3`);
  expect(reply.headers.get('total')).toBe('10');
  expect(reply.headers.get('per-page')).toBe('3');
  expect(reply.list()).toHaveLength(3);
});

test('pages: links that lead nowhere are left out', async () => {
  const { service } = await bench();
  const first = await service.get(`${VENDORS}&per_page=5`);
  expect(Object.keys(linksOf(first.headers.get('link')))).toEqual(['last', 'next']);
  const last = await service.get(`${VENDORS}&page=2&per_page=5`);
  expect(Object.keys(linksOf(last.headers.get('link')))).toEqual(['first', 'prev']);
  const whole = await service.get(VENDORS);
  expect([whole.headers.get('link'), whole.headers.get('total')]).toEqual([null, '10']);
});

test('pages: following next until it ends gives every record once', async () => {
  const { procore, service } = await bench();
  const ids: unknown[] = [];
  let path: string | undefined = `${SUBCONTRACTS}&per_page=2`;
  while (path) {
    const reply = await service.get(path);
    ids.push(...reply.list().map(one => one['id']));
    path = linksOf(reply.headers.get('link'))['next']?.replace(procore.publicUrl, '');
  }
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toHaveLength(8);
});

test('pages: the default size can be changed, and the maximum is kept', async () => {
  const { service } = await bench({ perPage: 4 });
  expect((await service.get(VENDORS)).list()).toHaveLength(4);
  const projects = await service.get(`/rest/v1.1/projects?company_id=${COMPANY}&per_page=5000`);
  expect(projects.headers.get('per-page')).toBe('300');
});

test.each(['page=0', 'per_page=-1', 'page=x'])('%s is refused', async query => {
  const { service } = await bench();
  expect((await service.get(`${VENDORS}&${query}`)).status).toBe(400);
});

test('pages: v2.0 wraps its lists, writes ids as strings and shows ten', async () => {
  const { service } = await bench();
  const path = `/rest/v2.0/companies/${COMPANY}/projects/${PROJECT}/commitment_contracts`;
  const reply = await service.get(path);
  expect(reply.at('data.0.id')).toBe(String(CONCRETE));
  expect(reply.at('data')).toHaveLength(10);
  expect(reply.headers.get('total')).toBe('13');
  expect((await service.get(`${path}?per_page=500`)).headers.get('per-page')).toBe('100');
  const lines = await service.get(`${path}/${CONCRETE}/line_items`);
  expect(lines.at('data.0')).toMatchObject({ id: '120100', quantity: 0, amount: '96000.0' });
});

test('filters: ids, status and origin_id narrow a list, together', async () => {
  const { service } = await bench();
  const ids = await service.get(`${SUBCONTRACTS}&filters[id][]=${CONCRETE}&filters[id][]=598134327001502`);
  expect(ids.list()).toHaveLength(2);
  const draft = await service.get(
    `${SUBCONTRACTS}&filters[status]=Draft&${encoded('filters[id][]')}=${CONCRETE}`,
  );
  expect(draft.list()).toEqual([]);
  const foreign = await service.get(`${ORDERS}&filters[origin_id]=SAGE-000913`);
  expect(foreign.list().map(one => one['id'])).toEqual([FORMWORK]);
});

test('filters: a range holds both its ends and needs its quotes', async () => {
  const { procore, clock, service } = await bench();
  clock.advance(60_000);
  procore.office.updateCommitment(CONCRETE, { title: 'Concrete' });
  const range = (from: string, to: string) =>
    `${SUBCONTRACTS}&filters[updated_at]=${encoded(`"${from}...${to}"`)}`;
  const hit = await service.get(range('2026-04-20T09:01:00Z', '2026-04-20T09:01:00Z'));
  expect(hit.list().map(one => one['id'])).toEqual([CONCRETE]);
  const day = await service.get(range('2026-04-20', '2026-04-20'));
  expect(day.list()).toHaveLength(1);
  const bare = await service.get(`${SUBCONTRACTS}&filters[updated_at]=2026-04-20...2026-04-21`);
  expect(bare.status).toBe(400);
});

test('filters: deleted records are left out, included or alone, as asked', async () => {
  const { procore, service } = await bench();
  procore.office.deleteCommitment(CONCRETE);
  const ids = async (query: string) => (await service.get(SUBCONTRACTS + query)).list().map(one => one['id']);
  expect(await ids('')).not.toContain(CONCRETE);
  expect(await ids('&filters[include_deleted]=with')).toContain(CONCRETE);
  expect(await ids('&filters[include_deleted]=only')).toEqual([CONCRETE]);
  const only = await service.get(`${SUBCONTRACTS}&filters[include_deleted]=only`);
  expect(only.at('0.deleted_at')).toBe('2026-04-20T09:00:00Z');
});

test('filters: a filter that a route does not list is refused, not overlooked', async () => {
  const { service } = await bench();
  expect((await service.get(`${SUBCONTRACTS}&filters[vendor]=1`)).status).toBe(400);
  expect(
    (await service.get(`/rest/v1.0/commitments?project_id=${PROJECT}&filters[origin_id]=x`)).status,
  ).toBe(400);
  expect((await service.get(`${SUBCONTRACTS}&filters[status]=approved`)).status).toBe(400);
  expect((await service.get(`${SUBCONTRACTS}&view=full`)).status).toBe(400);
});

test('filters: projects are active ones unless asked otherwise', async () => {
  const { service } = await bench();
  for (const version of ['v1.0', 'v1.1']) {
    const path = `/rest/${version}/projects?company_id=${COMPANY}`;
    const count = async (query: string) => (await service.get(path + query)).list().length;
    expect([await count(''), await count('&filters[by_status]=All')]).toEqual([4, 5]);
    expect(await count('&filters[by_status]=Inactive')).toBe(1);
  }
  const numbered = `/rest/v1.1/projects?company_id=${COMPANY}&filters[project_number]=24-017`;
  expect((await service.get(numbered)).at('0.id')).toBe(PROJECT);
});

test('filters: company_id is needed where Procore needs it', async () => {
  const { service } = await bench();
  expect((await service.get('/rest/v1.0/vendors')).status).toBe(400);
  expect((await service.get(`/rest/v1.0/projects/${PROJECT}`)).status).toBe(400);
  expect((await service.get('/rest/v1.0/work_order_contracts')).status).toBe(400);
});

test('directory and codes: the normal list has active vendors, the other list the inactive ones', async () => {
  const { procore, service } = await bench();
  procore.office.deactivateVendor(598134326300902);
  const active = await service.get(VENDORS);
  expect(active.list().map(one => one['name'])).not.toContain('North Shore Supply');
  const inactive = await service.get(`/rest/v1.0/companies/${COMPANY}/vendors/inactive`);
  expect(inactive.list().map(one => one['name'])).toEqual(['North Shore Supply', 'Bayfront Drywall (old)']);
  const shown = await service.get(`/rest/v1.0/vendors/598134326300902?company_id=${COMPANY}`);
  expect(shown.at('is_active')).toBe(false);
  await service.send('PATCH', `/rest/v1.0/companies/${COMPANY}/vendors/inactive/598134326300902`, {});
  expect((await service.get(VENDORS)).list()).toHaveLength(10);
});

test('directory and codes: views of a vendor hold more and more', async () => {
  const { service } = await bench();
  const keys = async (view: string) =>
    Object.keys((await service.get(`${VENDORS}&view=${view}`)).list()[0] ?? {});
  const [compact, normal, erp, extended] = await Promise.all(
    ['compact', 'normal', 'erp', 'extended'].map(keys),
  );
  expect(compact).toEqual(['id', 'name', 'company']);
  expect(normal).not.toContain('origin_id');
  expect(erp).toContain('origin_id');
  expect(extended?.length).toBeGreaterThan(erp?.length ?? 0);
});

test("directory and codes: a project's cost codes have ids of their own and point back at the standard ones", async () => {
  const { service } = await bench();
  const standard = await service.get(
    `/rest/v1.0/standard_cost_codes?company_id=${COMPANY}&standard_cost_code_list_id=231877`,
  );
  const project = await service.get(`/rest/v1.0/cost_codes?project_id=${PROJECT}`);
  const standardIds = new Set(standard.list().map(one => one['id']));
  expect(project.list().some(one => standardIds.has(one['id']))).toBe(false);
  expect(project.list().every(one => standardIds.has(one['standard_cost_code_id']))).toBe(true);
  const slab = project.list().find(one => one['full_code'] === '03-300');
  expect(slab).toMatchObject({ code: '300', name: 'Cast-in-Place Concrete', biller_type: 'Project' });
});

test('directory and codes: budget codes join cost code and cost type', async () => {
  const { service } = await bench();
  const path = `/rest/v1.0/projects/${PROJECT}/work_breakdown_structure/wbs_codes?query=03-300`;
  const codes = await service.get(path);
  expect(codes.list().map(one => one['flat_code'])).toEqual(['03-300.C', '03-300.O']);
  expect(codes.at('0.segment_items.0.path_code')).toBe('03-300');
});

test('directory and codes: a narrower view of standard codes says less', async () => {
  const { service } = await bench();
  const path = `/rest/v1.0/standard_cost_codes?company_id=${COMPANY}&standard_cost_code_list_id=231877`;
  const keys = async (query: string) => Object.keys((await service.get(path + query)).list()[0] ?? {}).length;
  expect(await Promise.all(['', '&view=extended', '&view=compact', '&view=default'].map(keys))).toEqual([
    8, 8, 3, 2,
  ]);
  expect((await service.get(`/rest/v1.0/standard_cost_codes?company_id=${COMPANY}`)).status).toBe(400);
});

test('directory and codes: cost types are listed for a company or a project', async () => {
  const { service } = await bench();
  const path = '/rest/v1.0/line_item_types';
  expect((await service.get(`${path}?company_id=${COMPANY}`)).list()).toHaveLength(4);
  expect((await service.get(`${path}?project_id=${PROJECT}`)).list()).toHaveLength(4);
  expect((await service.get(path)).status).toBe(400);
});

test('directory and codes: the base url is the simulator itself', async () => {
  const { procore, service } = await bench();
  const reply = await service.get('/rest/v1.0/company_base_url');
  expect(reply.at('web_base_url')).toBe(procore.publicUrl);
});
