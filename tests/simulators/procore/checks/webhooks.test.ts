import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import {
  type Api,
  bench,
  COMPANY,
  CONCRETE,
  contractPath,
  MECHANICAL,
  mailbox,
  PROJECT,
  subscribe,
} from './kit';

const CONTRACTS = 'Work Order Contracts';
const retitle = (api: Api, title: string) =>
  api.send('PATCH', contractPath(MECHANICAL), { work_order_contract: { title } });

/** Waits that end only when told, so that nothing happens behind a test's back. */
function stoppedTime() {
  const waits: { ms: number; go: () => void }[] = [];
  return { waits, wait: (ms: number) => new Promise<void>(go => waits.push({ ms, go })) };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !isSo(); turn += 1) await new Promise(resolve => setImmediate(resolve));
  if (!isSo()) throw new RangeError('it never came to that');
}

test('hooks: are made, read back with the secret masked, changed and removed', async () => {
  const { service } = await bench();
  const id = await subscribe(service, { url: 'https://app.example/hooks' }, [CONTRACTS]);
  const list = await service.get(`/rest/v1.0/webhooks/hooks?company_id=${COMPANY}`);
  expect(list.at('0')).toMatchObject({
    id,
    namespace: 'qbd-connector',
    api_version: 'v2',
    owned_by_project_id: null,
  });
  expect(list.at('0.destination_headers.Authorization')).toBe('********12345');
  expect(list.headers.get('link')).toBeNull();
  const triggers = await service.get(`/rest/v1.0/webhooks/hooks/${id}/triggers?company_id=${COMPANY}`);
  expect(triggers.at('0')).toMatchObject({ resource_name: CONTRACTS, event_type: 'UPDATE' });
  await service.send('PATCH', `/rest/v1.0/webhooks/hooks/${id}`, {
    company_id: COMPANY,
    hook: { destination_url: 'https://app.example/other' },
  });
  const gone = await service.send('DELETE', `/rest/v1.0/webhooks/hooks/${id}?company_id=${COMPANY}`);
  expect([gone.status, gone.at('destination_url')]).toEqual([200, 'https://app.example/other']);
  expect((await service.get(`/rest/v1.0/webhooks/hooks?company_id=${COMPANY}`)).list()).toEqual([]);
});

test.each([
  ['a namespace with capitals', { namespace: 'QBD' }],
  ['plain http to another machine', { destination_url: 'http://app.example/hooks' }],
  ['another header than Authorization', { destination_headers: { 'X-Key': '1' } }],
  ['an unknown version', { api_version: 'v9' }],
])('hooks: with %s are refused', async (_, change) => {
  const { service } = await bench();
  const hook = { api_version: 'v2', namespace: 'x', destination_url: 'https://a.example', ...change };
  const reply = await service.send('POST', '/rest/v1.0/webhooks/hooks', { company_id: COMPANY, hook });
  expect([reply.status, reply.at('error.code')]).toEqual([422, 'validation_error']);
});

test('hooks: stand in exactly one scope', async () => {
  const { service } = await bench();
  const path = `/rest/v1.0/webhooks/hooks?company_id=${COMPANY}&project_id=${PROJECT}`;
  expect((await service.get(path)).status).toBe(400);
  expect((await service.get('/rest/v1.0/webhooks/hooks')).status).toBe(400);
});

test('hooks: take many triggers at once and tell the refused ones', async () => {
  const { service } = await bench();
  const id = await subscribe(service, { url: 'https://app.example/hooks' }, []);
  const reply = await service.send('POST', `/rest/v1.0/webhooks/hooks/${id}/triggers/bulk`, {
    company_id: COMPANY,
    api_version: 'v2',
    triggers: [
      { resource_name: CONTRACTS, event_type: 'create' },
      { resource_name: 'Requisitions', event_type: 'update' },
      { resource_name: 'Projects', event_type: 'delete' },
    ],
  });
  expect([reply.status, reply.at('success'), reply.at('errors')]).toMatchObject([
    207,
    { length: 1 },
    { length: 2 },
  ]);
});

test('hooks: of the newer family speak in strings and in a data envelope', async () => {
  const { service } = await bench();
  const base = `/rest/v2.0/companies/${COMPANY}/webhooks/hooks`;
  const hook = await service.send('POST', base, {
    payload_version: 'v4.0',
    namespace: 'qbd-connector',
    destination_url: 'https://app.example/hooks',
    destination_headers: { Authorization: 'Bearer sesame-12345' },
  });
  expect(hook.at('data')).toMatchObject({
    status: 'active',
    payload_version: 'v4.0',
    company_id: String(COMPANY),
  });
  const id = String(hook.at('data.id'));
  const bulk = await service.send('POST', `${base}/${id}/triggers/bulk`, [
    { resource_name: CONTRACTS, event_type: 'update' },
    { resource_name: 'Nothing', event_type: 'update' },
  ]);
  expect(bulk.status).toBe(207);
  expect((await service.get(`${base}/${id}`)).at('data.trigger_count')).toBe(1);
  const trigger = await service.get(`${base}/${id}/triggers`);
  const path = `${base}/${id}/triggers/${trigger.at('data.0.id')}`;
  expect((await service.send('DELETE', path)).status).toBe(204);
  expect((await service.send('DELETE', `${base}/${id}`)).status).toBe(204);
});

test('delivery: a change is told once, with the configured header and where it came from', async () => {
  const { procore, service } = await bench();
  const box = await mailbox();
  await subscribe(service, { url: box.url }, [CONTRACTS]);
  await retitle(service, 'Mechanical, revised');
  await retitle(service, 'Mechanical, revised');
  await procore.settleWebhooks();
  expect(box.received).toHaveLength(1);
  expect(box.received[0]?.authorization).toBe('Bearer sesame-12345');
  const { userId } = procore.signInService();
  expect(box.received[0]?.body).toMatchObject({
    api_version: 'v2.0',
    event_type: 'update',
    resource_name: CONTRACTS,
    resource_id: MECHANICAL,
    company_id: COMPANY,
    project_id: PROJECT,
    user_id: userId,
    metadata: { source_user_id: userId, source_company_id: COMPANY, source_operation_id: null },
  });
  expect(box.received[0]?.body['ulid']).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
});

test("delivery: the app's own change names the app, a person's names nobody", async () => {
  const { procore, service } = await bench();
  const box = await mailbox();
  await subscribe(service, { url: box.url }, [CONTRACTS]);
  await retitle(service, 'Ours');
  procore.office.updateCommitment(MECHANICAL, { title: 'Theirs' });
  await procore.settleWebhooks();
  expect(box.received.map(one => one.body['metadata'])).toMatchObject([
    { source_application_id: 'connector-client' },
    { source_application_id: null },
  ]);
});

test.each([
  ['v3', { api_version: 'v3.0', related_resources: [{ id: PROJECT, name: 'Projects' }] }],
  ['v4.0', { reason: 'update', resource_type: CONTRACTS, resource_id: String(MECHANICAL) }],
])('delivery: payload %s has its own shape', async (version, shape) => {
  const { procore, service } = await bench();
  const box = await mailbox();
  await subscribe(service, { url: box.url, version }, [CONTRACTS]);
  await retitle(service, 'New');
  await procore.settleWebhooks();
  expect(box.received[0]?.body).toMatchObject(shape);
});

test('delivery: a hook hears only what it has triggers for, of its own scope', async () => {
  const { procore, service } = await bench();
  const box = await mailbox();
  const hook = await service.send('POST', '/rest/v1.0/webhooks/hooks', {
    project_id: PROJECT,
    hook: { api_version: 'v2', namespace: 'one-project', destination_url: box.url },
  });
  await service.send('POST', `/rest/v1.0/webhooks/hooks/${hook.at('id')}/triggers`, {
    project_id: PROJECT,
    trigger: { resource_name: CONTRACTS, event_type: 'update' },
  });
  procore.office.updateCommitment(598134327001520, { title: 'In another project' });
  procore.office.addLine(MECHANICAL, { costCode: '03-300', description: 'x', amount: '1.0' });
  procore.office.deleteCommitment(598134327001513);
  procore.office.updateCommitment(MECHANICAL, { title: 'Heard' });
  await procore.settleWebhooks();
  expect(box.received.map(one => one.body['resource_id'])).toEqual([MECHANICAL]);
});

test('delivery: nothing is told once the app is uninstalled', async () => {
  const { procore, service } = await bench();
  const box = await mailbox();
  await subscribe(service, { url: box.url }, [CONTRACTS]);
  procore.office.uninstall(COMPANY);
  procore.office.updateCommitment(MECHANICAL, { title: 'Unheard' });
  await procore.settleWebhooks();
  expect(box.received).toEqual([]);
});

test('delivery: a failure pauses the whole queue, longer each time, and keeps the order', async () => {
  const time = stoppedTime();
  const { procore, service } = await bench({ wait: time.wait });
  const box = await mailbox();
  await subscribe(service, { url: box.url }, [CONTRACTS]);
  box.answers.push(500, 503, 404);
  procore.office.updateCommitment(MECHANICAL, { title: 'One' });
  procore.office.updateCommitment(CONCRETE, { title: 'Two' });
  for (const pause of [1000, 2000, 4000]) {
    await until(() => time.waits.length > 0);
    expect(time.waits.map(one => one.ms)).toEqual([pause]);
    time.waits.shift()?.go();
  }
  await until(() => box.received.length === 5);
  const ids = box.received.map(one => one.body['resource_id']);
  expect(ids).toEqual([MECHANICAL, MECHANICAL, MECHANICAL, MECHANICAL, CONCRETE]);
  expect(procore.records.deliveries()[0]?.attempts.map(one => one.status)).toEqual([500, 503, 404, 204]);
});

test('delivery: an answer that takes more than the deadline is a failure', async () => {
  const time = stoppedTime();
  const { procore, service } = await bench({ wait: time.wait, deliveryTimeoutMs: 30 });
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await new Promise(resolve => silent.once('listening', resolve));
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : 0;
  await subscribe(service, { url: `http://127.0.0.1:${port}/` }, [CONTRACTS]);
  procore.office.updateCommitment(MECHANICAL, { title: 'One' });
  await procore.settleWebhooks();
  const [delivery] = procore.records.deliveries();
  expect(delivery?.status).toBe('retrying');
  expect(delivery?.attempts[0]).toMatchObject({ status: null, error: 'TimeoutError' });
  silent.closeAllConnections();
  silent.close();
});

test('delivery: after twelve hours of pauses the queue is dropped', async () => {
  const waited: number[] = [];
  const { procore, service } = await bench({
    wait: async ms => {
      waited.push(ms);
    },
  });
  const id = await subscribe(service, { url: 'http://127.0.0.1:9/' }, [CONTRACTS]);
  procore.office.updateCommitment(MECHANICAL, { title: 'One' });
  await until(() => procore.records.deliveries()[0]?.status === 'discarded');
  expect(Math.max(...waited)).toBe(3_600_000);
  expect(waited.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(12 * 3_600_000);
  const listed = await service.get(`/rest/v1.0/webhooks/hooks/${id}/deliveries?company_id=${COMPANY}`);
  expect(listed.at('0.outcome')).toBe('discarded');
});

test('delivery: settling does not wait for pauses', async () => {
  const time = stoppedTime();
  const { procore, service } = await bench({ wait: time.wait });
  const box = await mailbox();
  await subscribe(service, { url: box.url }, [CONTRACTS]);
  box.answers.push(500);
  procore.office.updateCommitment(MECHANICAL, { title: 'One' });
  await until(() => time.waits.length === 1);
  await procore.settleWebhooks();
  expect(procore.records.deliveries()[0]?.status).toBe('succeeded');
});

test('misbehaviour: duplicates carry the same ulid', async () => {
  const { procore, service } = await bench();
  const box = await mailbox();
  await subscribe(service, { url: box.url }, [CONTRACTS]);
  procore.faults.webhooks.duplicates = true;
  procore.office.updateCommitment(MECHANICAL, { title: 'Twice' });
  await procore.settleWebhooks();
  const ulids = box.received.map(one => one.body['ulid']);
  expect(ulids).toHaveLength(2);
  expect(new Set(ulids).size).toBe(1);
});

test('misbehaviour: held back events leave when settled, and in disorder not as they came', async () => {
  const { procore, service } = await bench({ wait: async () => undefined });
  const box = await mailbox();
  await subscribe(service, { url: box.url }, [CONTRACTS]);
  Object.assign(procore.faults.webhooks, { hold: true, disorder: true });
  for (let turn = 0; turn < 8; turn += 1)
    procore.office.updateCommitment(MECHANICAL, { title: `Turn ${turn}` });
  expect(box.received).toEqual([]);
  await procore.settleWebhooks();
  const ids = box.received.map(one => Number(one.body['id']));
  expect(ids).toHaveLength(8);
  expect(ids).not.toEqual([...ids].sort((a, b) => a - b));
});

test('misbehaviour: lost events are never delivered and stand in the records', async () => {
  const { procore, service } = await bench();
  const box = await mailbox();
  await subscribe(service, { url: box.url }, [CONTRACTS]);
  procore.faults.webhooks.lossOneIn = 1;
  procore.office.updateCommitment(MECHANICAL, { title: 'Lost' });
  await procore.settleWebhooks();
  expect(box.received).toEqual([]);
  expect(procore.records.deliveries()[0]?.status).toBe('lost');
});

test('misbehaviour: delayed events wait first', async () => {
  const time = stoppedTime();
  const { procore, service } = await bench({ wait: time.wait });
  const box = await mailbox();
  await subscribe(service, { url: box.url }, [CONTRACTS]);
  procore.faults.webhooks.delayMs = 43_200_000;
  procore.office.updateCommitment(MECHANICAL, { title: 'Late' });
  await until(() => time.waits.length === 1);
  expect([time.waits[0]?.ms, box.received.length]).toEqual([43_200_000, 0]);
  time.waits[0]?.go();
  await until(() => box.received.length === 1);
});
