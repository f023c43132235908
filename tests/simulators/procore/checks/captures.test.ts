import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isObject, type Json, parseJson } from '../json';
import {
  BOLTS,
  bench,
  COMPANY,
  CONCRETE,
  contractPath,
  MECHANICAL,
  mailbox,
  orderPath,
  PROJECT,
  subscribe,
} from './kit';

const ROOT = join(import.meta.dirname, '../../../..');
const CAPTURES = join(process.env['CAPTURES_DIR'] ?? join(ROOT, '../shared/captures'), 'procore');
const isThere = existsSync(CAPTURES);
const testWithCaptures = test.skipIf(!isThere);
if (!isThere)
  console.info('Skipped: no captures of Procore beside the project (CAPTURES_DIR names their folder).');

function capture(name: string): Json {
  const value = parseJson(readFileSync(join(CAPTURES, name), 'utf8'));
  if (value === undefined) throw new RangeError(`${name} is no JSON`);
  return value;
}

const typeOf = (value: Json): string =>
  Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;

/** Paths at which two values both stand and are of different types; null is allowed on either side. */
function differences(ours: Json, theirs: Json, path: string): string[] {
  if (ours === null || theirs === null) return [];
  if (typeOf(ours) !== typeOf(theirs)) return [`${path}: ${typeOf(ours)} instead of ${typeOf(theirs)}`];
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    const model = theirs[0];
    return model === undefined
      ? []
      : ours.flatMap((one, index) => differences(one, model, `${path}[${index}]`));
  }
  if (!isObject(ours) || !isObject(theirs)) return [];
  return Object.entries(ours).flatMap(([key, value]) => {
    const model = theirs[key];
    return value === undefined || model === undefined ? [] : differences(value, model, `${path}.${key}`);
  });
}

const missingKeys = (ours: Json, theirs: Json): string[] => {
  if (!isObject(ours) || !isObject(theirs)) return ['no object'];
  return Object.keys(theirs).filter(key => !(key in ours));
};

testWithCaptures(
  'against what Procore published: a work order contract has every key, each of its type',
  async () => {
    const { service } = await bench();
    const theirs = capture('oas-work-order-contract-show.json');
    const ours = await service.get(contractPath(CONCRETE));
    expect(missingKeys(ours.body, theirs)).toEqual([]);
    expect(differences(ours.body, theirs, '')).toEqual([]);
    const line = ours.at('line_items.0') ?? null;
    const theirLine =
      isObject(theirs) && Array.isArray(theirs['line_items']) ? theirs['line_items'][0] : null;
    expect(missingKeys(line, theirLine ?? null)).toEqual(['change_event_line_item']);
  },
);

testWithCaptures(
  'against what Procore published: a listed purchase order has every key, each of its type',
  async () => {
    const { service } = await bench();
    const theirs = capture('oas-purchase-order-contract-list-element.json');
    const list = await service.get(`/rest/v1.0/purchase_order_contracts?project_id=${PROJECT}`);
    const ours = list.list().find(one => one['id'] === BOLTS) ?? null;
    expect(missingKeys(ours, theirs)).toEqual([]);
    expect(differences(ours, theirs, '')).toEqual([]);
    expect((await service.get(orderPath(BOLTS))).status).toBe(200);
  },
);

testWithCaptures(
  'against what Procore published: a vendor and a permission manifest are of the same types',
  async () => {
    const { service } = await bench();
    const vendor = await service.get(`/rest/v1.0/vendors/598134326300871?company_id=${COMPANY}`);
    const theirs = capture('oas-vendor-extended.json');
    expect(missingKeys(vendor.body, theirs)).toEqual(['logo']);
    expect(differences(vendor.body, theirs, '')).toEqual([]);
    const manifest = await service.get(`/rest/v1.0/settings/permissions?company_id=${COMPANY}`);
    expect(differences(manifest.body, capture('oas-settings-permissions.json'), '')).toEqual([]);
  },
);

testWithCaptures(
  'against what Procore published: a sync with a bad id is answered in the same form',
  async () => {
    const { service } = await bench();
    const theirs = capture('sync-projects-one-bad-id.response.json');
    const ours = await service.send('PATCH', '/rest/v1.0/projects/sync', {
      company_id: COMPANY,
      updates: [
        { id: PROJECT, name: 'Updated Project 1' },
        { id: 4, name: 'No project has this id value' },
      ],
    });
    expect(differences(ours.body, theirs, '')).toEqual([]);
    expect(ours.at('errors.0.errors')).toEqual({ id: ['Entity with this ID not found'] });
  },
);

testWithCaptures(
  'against what Procore published: a delivery of version 2 has the same keys and types',
  async () => {
    const { procore, service } = await bench();
    const box = await mailbox();
    await subscribe(service, { url: box.url }, ['Work Order Contracts']);
    procore.office.updateCommitment(MECHANICAL, { title: 'New' });
    await procore.settleWebhooks();
    const ours = box.received[0]?.body ?? {};
    const theirs = capture('webhook-delivery-v2.json');
    expect(Object.keys(ours)).toEqual(Object.keys(Object(theirs)));
    expect(differences(ours, theirs, '')).toEqual([]);
  },
);

testWithCaptures('against what Procore published: pagination headers are of the same form', async () => {
  const { service } = await bench();
  const text = readFileSync(join(CAPTURES, 'headers-pagination.http'), 'utf8').replace(/\r?\n\s+</g, ' <');
  const header = (name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(text)?.[1] ?? '';
  const form = (value: string): string => value.replace(/<[^>]*>/g, '<>');
  const reply = await service.get(`/rest/v1.0/vendors?company_id=${COMPANY}&page=2&per_page=2`);
  const relations = (value: string) => form(value).split(', ').sort();
  expect(relations(reply.headers.get('link') ?? '')).toEqual(relations(header('Link')));
  for (const name of ['Per-Page', 'Total']) expect(reply.headers.get(name)).toMatch(/^\d+$/);
  for (const part of [...(reply.headers.get('link') ?? '').matchAll(/<([^>]*)>/g)]) {
    expect(part[1]).toMatch(/^http.*[?&]per_page=2/);
  }
});
