import { expect, test } from 'vitest';
import { APPROVER, bench, COMPANY, VIEWER } from './kit';

const PATH = '/rest/v1.0/company_base_url';

test('every answer of the API tells the window that is nearer to its end', async () => {
  const { service } = await bench({ rateLimit: { hourly: 50, spike: 5 } });
  const reply = await service.get(PATH);
  expect(reply.headers.get('x-rate-limit-limit')).toBe('5');
  expect(reply.headers.get('x-rate-limit-remaining')).toBe('4');
  expect(reply.headers.get('x-rate-limit-reset')).toBe('1776675610');
  expect((await service.get('/rest/v1.0/nothing')).headers.get('x-rate-limit-remaining')).toBe('3');
});

test('the spike window refuses with Retry-After and opens again after ten seconds', async () => {
  const { clock, service } = await bench({ rateLimit: { spike: 2 } });
  await service.get(PATH);
  await service.get(PATH);
  const over = await service.get(PATH);
  expect(over.status).toBe(429);
  expect(over.headers.get('retry-after')).toBe('10');
  expect(over.headers.get('x-rate-limit-remaining')).toBe('0');
  clock.advance(9000);
  expect((await service.get(PATH)).headers.get('retry-after')).toBe('1');
  clock.advance(1000);
  expect((await service.get(PATH)).status).toBe(200);
});

test('the hourly window outlasts the spike window', async () => {
  const { clock, service } = await bench({ rateLimit: { hourly: 2, spike: 2 } });
  await service.get(PATH);
  clock.advance(20_000);
  const second = await service.get(PATH);
  expect(second.headers.get('x-rate-limit-limit')).toBe('2');
  expect(second.headers.get('x-rate-limit-remaining')).toBe('0');
  const over = await service.get(PATH);
  expect([over.status, over.headers.get('retry-after')]).toEqual([429, '3580']);
  clock.advance(3_580_000);
  expect((await service.get(PATH)).status).toBe(200);
});

test('companies have limits of their own; people of one company share one', async () => {
  const { as, service } = await bench({ rateLimit: { spike: 2 } });
  await as(APPROVER).get(PATH);
  await as(VIEWER).get(PATH);
  expect((await service.get(PATH)).status).toBe(429);
  expect((await service.get(PATH, { 'procore-company-id': '1042' })).status).toBe(200);
});

test('limits can be changed while it runs, and refused requests are counted', async () => {
  const { procore, service } = await bench();
  procore.faults.setRateLimit({ spike: 1 });
  await service.get(PATH);
  await service.get(PATH);
  expect(procore.records.statusCount(429)).toBe(1);
  expect(procore.records.requestCount('GET', PATH)).toBe(2);
  expect(procore.records.requests().at(-1)).toMatchObject({ status: 429, companyId: String(COMPANY) });
});

test('sign-in is not limited', async () => {
  const { procore } = await bench({ rateLimit: { spike: 1 } });
  const info = () => fetch(`${procore.url}/oauth/token/info`);
  await info();
  expect((await info()).status).toBe(401);
});
