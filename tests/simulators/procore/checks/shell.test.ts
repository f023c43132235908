import { expect, test } from 'vitest';
import {
  ADMIN,
  APP_URL,
  type Bench,
  bench,
  COMPANY,
  CONCRETE,
  MANAGER,
  MECHANICAL,
  PROJECT,
  type Reply,
  replyOf,
  VIEWER,
} from './kit';

const LIST = `/${COMPANY}/projects/${PROJECT}/commitments`;

async function cookieOf(at: Bench, login: string): Promise<string> {
  const response = await fetch(`${at.procore.url}/session`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ person: String(at.procore.signIn(login).userId), to: '/' }),
  });
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function walker(at: Bench, login: string) {
  const cookie = await cookieOf(at, login);
  const open = (path: string): Promise<Reply> =>
    replyOf(fetch(at.procore.url + path, { headers: { cookie } }));
  const send = (path: string, fields: Record<string, string>): Promise<Reply> =>
    replyOf(
      fetch(at.procore.url + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie },
        body: new URLSearchParams(fields),
      }),
    );
  return { open, send };
}

test('the shell: asks who is there first, and leads to where he wanted', async () => {
  const at = await bench();
  const page = await replyOf(fetch(at.procore.url + LIST));
  expect(page.text).toContain('Who are you?');
  expect(page.text).toContain(`name="to" value="${LIST}"`);
  const response = await fetch(`${at.procore.url}/session`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ person: '91744', to: LIST }),
  });
  expect(response.headers.get('location')).toBe(LIST);
  expect(response.headers.get('set-cookie')).toContain('HttpOnly');
});

test('the shell: leads nowhere else', async () => {
  const at = await bench();
  for (const to of ['https://evil.example', '//evil.example', '/\\evil.example']) {
    const response = await fetch(`${at.procore.url}/session`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ person: '91744', to }),
    });
    expect(response.headers.get('location')).toBe('/');
  }
});

test('the shell: frames the app of the company and of the project, without a sandbox attribute', async () => {
  const at = await bench();
  const { open } = await walker(at, MANAGER);
  const company = await open('/');
  expect(company.text).toContain(`src="${APP_URL}/embed?companyId=${COMPANY}&amp;projectId="`);
  expect(company.text).toContain('Harbor &amp; Pine Builders');
  const project = await open(`/${COMPANY}/projects/${PROJECT}/apps/connector`);
  const frame = /<iframe[^>]*>/.exec(project.text)?.[0] ?? '';
  expect(frame).toContain(`projectId=${PROJECT}`);
  expect(frame).toContain('allow=""');
  expect(frame).not.toContain('sandbox');
});

test('the shell: shows only what the person may see', async () => {
  const at = await bench();
  const { open, send } = await walker(at, VIEWER);
  const own = await open(LIST);
  expect(own.text).not.toContain('Mill Street');
  expect(own.text).not.toContain('Make a new commitment');
  expect((await open(`/${COMPANY}/projects/598134326120046/commitments`)).status).toBe(404);
  expect((await open('/1042/company/apps/connector')).status).toBe(404);
  expect((await send(`${LIST}/${CONCRETE}`, { title: 'Mine' })).status).toBe(404);
});

test('the shell: is forgotten by switching the person', async () => {
  const at = await bench();
  const { send } = await walker(at, ADMIN);
  const reply = await send('/session/end', {});
  expect(reply.headers.get('set-cookie')).toContain('Max-Age=0');
});

test('the shell: has no inline handlers or scripts, and serves its style and icon', async () => {
  const at = await bench();
  const { open } = await walker(at, ADMIN);
  for (const path of ['/', LIST, `${LIST}/${CONCRETE}`, '/sandbox']) {
    const page = await open(path);
    expect(page.text).not.toMatch(/ on\w+=|<script/);
    expect(page.text).toContain('lang="en"');
  }
  expect((await open('/assets/shell.css')).status).toBe(200);
  expect((await open('/favicon.ico')).status).toBe(200);
});

test('the shell: escapes what people typed', async () => {
  const at = await bench();
  at.procore.office.updateCommitment(MECHANICAL, { title: '<script>alert("x")</script>' });
  const { open } = await walker(at, ADMIN);
  const page = await open(`${LIST}/${MECHANICAL}`);
  expect(page.text).toContain('&lt;script&gt;');
  expect(page.text).not.toContain('<script');
});

test('commitments by hand: a record shows its lines and whether the books have it', async () => {
  const at = await bench();
  const { open } = await walker(at, MANAGER);
  expect((await open(`${LIST}/${CONCRETE}`)).text).toContain('ERP: not synced');
  await at.service.send('PATCH', `/rest/v1.0/work_order_contracts/${CONCRETE}`, {
    project_id: PROJECT,
    work_order_contract: { origin_id: '1A2-1', origin_code: '1042' },
  });
  const page = await open(`${LIST}/${CONCRETE}`);
  expect(page.text).toContain('ERP: synced');
  expect(page.text).toContain('<code>1042</code>');
  expect(page.text).toContain('$178,000.00');
});

test('commitments by hand: a form changes header and lines, of an approved record too, which stays approved', async () => {
  const at = await bench();
  const { send } = await walker(at, MANAGER);
  const before = at.procore.records.commitment(CONCRETE);
  const reply = await send(`${LIST}/${CONCRETE}`, {
    number: before?.number ?? '',
    title: 'Concrete, all of it',
    status: 'Approved',
    description: before?.description ?? '',
    vendor: '598134326300880',
    'amount-120100': '96500.5',
    'description-120100': 'Footings',
  });
  expect([reply.status, reply.headers.get('location')]).toEqual([302, `${LIST}/${CONCRETE}`]);
  const after = at.procore.records.commitment(CONCRETE);
  expect(after).toMatchObject({
    title: 'Concrete, all of it',
    status: 'Approved',
    vendorId: 598134326300880,
  });
  expect(after?.lines[0]).toMatchObject({ amount: '96500.5', description: 'Footings' });
  expect(after?.lines[1]).toMatchObject({ amount: '61500.0' });
});

test('commitments by hand: a mistyped amount is told and nothing is changed', async () => {
  const at = await bench();
  const { send } = await walker(at, MANAGER);
  const reply = await send(`${LIST}/${MECHANICAL}`, {
    number: 'SC-017-004',
    title: 'Mechanical',
    status: 'Draft',
    'amount-120400': '12,5',
    'description-120400': 'HVAC',
  });
  expect(reply.status).toBe(422);
  expect(reply.text).toContain('role="alert"');
  expect(at.procore.records.commitment(MECHANICAL)?.status).toBe('Out For Signature');
});

test('commitments by hand: a new one is made with its first line, and deleted', async () => {
  const at = await bench();
  const { send } = await walker(at, MANAGER);
  const made = await send(LIST, {
    kind: 'purchase_order',
    number: 'PO-017-099',
    title: 'Fence',
    vendor: '598134326300902',
    status: 'Approved',
    'new-cost-code': '01-500',
    'new-description': 'Fence, 200 ft',
    'new-amount': '1250',
  });
  const path = made.headers.get('location') ?? '';
  const id = Number(path.split('/').at(-1));
  expect(at.procore.records.commitment(id)).toMatchObject({
    kind: 'purchase_order',
    status: 'Approved',
    lines: [{ amount: '1250.0', description: 'Fence, 200 ft' }],
  });
  await send(path, { delete: 'yes' });
  expect(at.procore.records.commitment(id)?.deletedAt).not.toBeNull();
});

test('sandbox controls: every form does what the JSON interface does', async () => {
  const at = await bench();
  const { open, send } = await walker(at, ADMIN);
  await send('/sandbox', { act: 'add', kind: 'latency', ms: '3000', times: 'always', route: '' });
  await send('/sandbox', { act: 'rate-limit', hourly: '20', spike: '5' });
  await send('/sandbox', { act: 'webhooks', disorder: 'on', delayMs: '500', lossOneIn: '4' });
  await send('/sandbox', { act: 'company', id: String(COMPANY), wanted: 'no' });
  await send('/sandbox', { act: 'project', id: String(PROJECT), wanted: 'no' });
  await send('/sandbox', {
    act: 'person',
    id: '91744',
    erp_integrations: 'Standard',
    commitments: 'Read Only',
  });
  await send('/sandbox', { act: 'refresh' });
  expect(at.procore.faults.rules()).toMatchObject([
    { kind: 'latency', ms: 3000, times: 'always' },
    { kind: 'drop-after', grant: 'refresh_token' },
  ]);
  expect(at.procore.faults.rateLimit).toEqual({ hourly: 20, spike: 5 });
  expect(at.procore.faults.webhooks).toMatchObject({ disorder: true, duplicates: false, lossOneIn: 4 });
  expect(at.procore.records.project(PROJECT)?.isPermitted).toBe(false);
  expect((await open('/sandbox')).text).toContain('Slow answer');
  await send('/sandbox', { act: 'clear' });
  expect(at.procore.faults.rules()).toEqual([]);
});

test('sandbox controls: a form that is none is told', async () => {
  const at = await bench();
  const { send } = await walker(at, ADMIN);
  const reply = await send('/sandbox', { act: 'explode' });
  expect([reply.status, reply.text.includes('role="alert"')]).toEqual([400, true]);
});
