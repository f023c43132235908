import { expect, test } from 'vitest';
import {
  ADMIN,
  APPROVER,
  apiOf,
  BOLTS,
  bench,
  COMPANY,
  CONCRETE,
  contractPath,
  MANAGER,
  orderPath,
  PROJECT,
  replyOf,
  STRANGER,
  VIEWER,
} from './kit';

const MILL_STREET = 598134326120046;
const PROJECTS = `/rest/v1.0/projects?company_id=${COMPANY}`;

test('the company header: is needed on every route of a company', async () => {
  const { as } = await bench();
  const reply = await as(ADMIN, null).get(PROJECTS);
  expect(reply.status).toBe(400);
  expect(String(reply.at('errors'))).toMatch(/^Missing Procore-Company-Id header!/);
});

test('the company header: is not needed by people on /me and /companies, where their own companies stand', async () => {
  const { as } = await bench();
  const api = as(STRANGER, null);
  expect((await api.get('/rest/v1.0/me')).body).toMatchObject({ id: 4407, name: '' });
  const companies = await api.get('/rest/v1.0/companies');
  expect(companies.list().map(one => one['id'])).toEqual([1042]);
});

test('the company header: is needed by the service account even there', async () => {
  const { procore, service } = await bench();
  const naked = apiOf(procore, 'service', null);
  expect((await naked.get('/rest/v1.0/me')).status).toBe(400);
  expect((await naked.get('/rest/v1.0/companies')).status).toBe(400);
  expect((await service.get('/rest/v1.0/companies')).list()).toHaveLength(2);
});

test('the company header: is needed with company_id, which fills in the name', async () => {
  const { as } = await bench();
  const path = `/rest/v1.0/me?company_id=${COMPANY}`;
  expect((await as(MANAGER, null).get(path)).status).toBe(400);
  expect((await as(MANAGER).get(path)).at('name')).toBe('Dana Ruiz');
});

test("the company header: cannot be somebody else's company, nor one that does not exist", async () => {
  const { as } = await bench();
  expect((await as(MANAGER, 1042).get('/rest/v1.0/projects?company_id=1042')).status).toBe(403);
  expect((await as(MANAGER, 77).get('/rest/v1.0/projects?company_id=77')).status).toBe(403);
});

test('the company header: must agree with the company of the path and of the query', async () => {
  const { service } = await bench();
  expect((await service.get('/rest/v1.0/projects?company_id=1042')).status).toBe(404);
  expect((await service.get('/rest/v1.3/companies/1042/users')).status).toBe(404);
});

test('errors: every answer carries its own request id, pages and errors too', async () => {
  const { procore, service } = await bench();
  const replies = await Promise.all([
    service.get('/rest/v1.0/company_base_url'),
    service.get('/rest/v9.0/nothing'),
    replyOf(fetch(`${procore.url}/sandbox`)),
  ]);
  const ids = replies.map(reply => reply.headers.get('x-request-id'));
  expect(new Set(ids).size).toBe(3);
  expect(ids.every(id => id)).toBe(true);
});

test('errors: no token, a made-up token and an uninstalled app are told apart', async () => {
  const { procore, as } = await bench();
  const none = await replyOf(fetch(procore.url + PROJECTS));
  expect([none.status, none.body]).toEqual([401, { message: 'The access token is invalid' }]);
  const api = as(ADMIN);
  procore.office.uninstall(COMPANY);
  const uninstalled = await api.get(PROJECTS);
  expect([uninstalled.status, uninstalled.body]).toEqual([
    403,
    { errors: 'App is not connected to this company' },
  ]);
  expect((await api.get('/rest/v1.0/companies')).list()).toEqual([]);
  procore.office.install(COMPANY);
  expect((await api.get(PROJECTS)).status).toBe(200);
});

test('errors: bodies differ by family of routes', async () => {
  const { service } = await bench();
  const permissions = await service.get('/rest/v1.0/settings/permissions');
  expect([permissions.status, Object.keys(permissions.body ?? {})]).toEqual([400, ['message']]);
  const hook = await service.send('POST', '/rest/v1.0/webhooks/hooks', { company_id: COMPANY, hook: {} });
  expect([hook.status, hook.at('error.code')]).toEqual([422, 'validation_error']);
  expect(hook.at('error.details.0.source')).toBe('api_version');
  const vendor = await service.send('POST', '/rest/v1.0/vendors', {
    company_id: COMPANY,
    vendor: { name: '' },
  });
  expect([vendor.status, vendor.body]).toEqual([422, { errors: { name: ["can't be blank"] } }]);
});

test('errors: a version that a resource does not have is not there', async () => {
  const { service } = await bench();
  expect((await service.get(`/rest/v1.1/vendors?company_id=${COMPANY}`)).status).toBe(404);
});

test('errors: a body that is no JSON, or is none at all, is refused before anything is written', async () => {
  const { procore, service } = await bench();
  expect((await service.send('PATCH', contractPath(CONCRETE))).status).toBe(400);
  const { accessToken } = procore.signInService();
  const send = (body: string, type: string) =>
    replyOf(
      fetch(procore.url + contractPath(CONCRETE), {
        method: 'PATCH',
        headers: {
          authorization: `Bearer ${accessToken}`,
          'procore-company-id': String(COMPANY),
          'content-type': type,
        },
        body,
      }),
    );
  expect((await send('{"work_order_contract":', 'application/json')).status).toBe(400);
  expect((await send('title=x', 'text/plain')).status).toBe(406);
});

test('errors: unknown fields are refused and named', async () => {
  const { procore, service } = await bench();
  const reply = await service.send('PATCH', contractPath(CONCRETE), {
    work_order_contract: { title: 'New', originId: 'x' },
  });
  expect([reply.status, Object.keys(Object(reply.at('errors')))]).toEqual([406, ['originId']]);
  expect(procore.records.commitment(CONCRETE)?.title).toBe('Concrete package');
});

const levelOf = (tools: unknown, name: string) =>
  (tools as { name: string; user_access_level: { name: string }; permitted_actions: unknown[] }[]).find(
    tool => tool.name === name,
  );

test('rights: each person gets his own manifest', async () => {
  const { as } = await bench();
  const path = `/rest/v1.0/settings/permissions?company_id=${COMPANY}`;
  const admin = await as(ADMIN).get(path);
  expect(levelOf(admin.at('tools'), 'admin')?.user_access_level.name).toBe('Admin');
  const approver = await as(APPROVER).get(path);
  const erp = levelOf(approver.at('tools'), 'erp_integrations');
  expect(erp?.user_access_level.name).toBe('Standard');
  expect(erp?.permitted_actions).toMatchObject([{ action_name: 'push_to_accounting' }]);
  const viewer = await as(VIEWER).get(path);
  expect(levelOf(viewer.at('tools'), 'erp_integrations')?.permitted_actions).toEqual([]);
});

test('rights: a project manifest is for those on the project', async () => {
  const { as } = await bench();
  const on = await as(MANAGER).get(`/rest/v1.0/settings/permissions?project_id=${PROJECT}`);
  expect(levelOf(on.at('tools'), 'commitments')?.user_access_level.name).toBe('Admin');
  expect((await as(VIEWER).get(`/rest/v1.0/settings/permissions?project_id=${MILL_STREET}`)).status).toBe(
    404,
  );
});

test('rights: people see the projects they are on; administrators and the service account see all', async () => {
  const { as, service } = await bench();
  expect((await as(VIEWER).get(PROJECTS)).list()).toHaveLength(2);
  expect((await as(ADMIN).get(PROJECTS)).list()).toHaveLength(4);
  expect((await service.get(PROJECTS)).list()).toHaveLength(4);
});

test('rights: readers read and do not write', async () => {
  const { as } = await bench();
  const api = as(VIEWER);
  expect((await api.get(contractPath(CONCRETE))).status).toBe(200);
  const body = { work_order_contract: { title: 'Mine' } };
  expect((await api.send('PATCH', contractPath(CONCRETE), body)).status).toBe(403);
  const vendor = { company_id: COMPANY, vendor: { name: 'Mine' } };
  expect((await api.send('POST', '/rest/v1.0/vendors', vendor)).status).toBe(403);
});

test('rights: rights withdrawn count from the next request', async () => {
  const { procore, as } = await bench();
  const api = as(MANAGER);
  const { userId } = procore.signIn(MANAGER);
  procore.office.setPermission(userId, { projectTools: { commitments: 'None' } });
  expect((await api.get(orderPath(BOLTS))).status).toBe(403);
  procore.office.setPermission(userId, { projectIds: [] });
  expect((await api.get(orderPath(BOLTS))).status).toBe(404);
});

test('rights: the service account reaches permitted projects only', async () => {
  const { procore, service } = await bench();
  procore.office.withdrawProject(PROJECT);
  expect((await service.get(contractPath(CONCRETE))).status).toBe(403);
  expect((await service.get(PROJECTS)).list()).toHaveLength(3);
  procore.office.permitProject(PROJECT);
  expect((await service.get(contractPath(CONCRETE))).status).toBe(200);
  procore.office.setServicePermission({ projectTools: { commitments: 'Read Only' } });
  const body = { work_order_contract: { origin_id: 'x' } };
  expect((await service.send('PATCH', contractPath(CONCRETE), body)).status).toBe(403);
});

test("rights: another company's records are not there", async () => {
  const { as } = await bench();
  const api = as(STRANGER, 1042);
  expect((await api.get(contractPath(CONCRETE))).status).toBe(404);
  const own = await api.get('/rest/v1.0/work_order_contracts/9101?project_id=7001');
  expect(own.at('line_items.0.amount')).toBe('15000.0');
});

test('rights: users tell who may push to accounting', async () => {
  const { as } = await bench();
  const users = await as(APPROVER).get(`/rest/v1.3/companies/${COMPANY}/users`);
  const accountants = users.list().filter(user => user['erp_integrated_accountant'] === true);
  expect(accountants.map(user => user['name'])).toEqual(['Priya Shah', 'Noor Haddad']);
  const project = await as(APPROVER).get(`/rest/v1.0/projects/${MILL_STREET}/users`);
  expect(project.list().map(user => user['name'])).not.toContain('Tom Becker');
  const me = await as(APPROVER).get(`/rest/v1.3/companies/${COMPANY}/me`);
  expect(me.body).toMatchObject({ email_address: APPROVER, first_name: 'Priya' });
});

test('the company header: must agree with the company of the body', async () => {
  const { procore, service } = await bench();
  const vendors = procore.records.vendors().length;
  const reply = await service.send('POST', '/rest/v1.0/vendors', {
    company_id: 1042,
    vendor: { name: 'Astray' },
  });
  expect([reply.status, procore.records.vendors().length]).toEqual([404, vendors]);
});
