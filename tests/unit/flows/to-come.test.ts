import { expect, test } from 'vitest';
import { commitmentFlow } from '@/lib/flows/commitment';
import { standing } from '@/lib/flows/flow';
import { linkKey } from '@/lib/mappings/books';
import { linkToCome } from '@/lib/mappings/load-prospects';
import { books, LINKS } from '@/tests/factories/books';
import { COST_CODE_ID, commitment, PROJECT_ID, VENDOR_ID } from '@/tests/factories/commitment';

const KEYS = {
  vendor: linkKey('vendor', VENDOR_ID),
  project: linkKey('project', PROJECT_ID),
  item: linkKey('cost_code', COST_CODE_ID),
} as const;

/** Books in which the company, the job and the item are yet to come. */
function booksToCome(requestId: string | null, isNamed: boolean) {
  const come = (name: string, called: string) => linkToCome(isNamed ? name : null, { requestId, called });
  const usual = books();
  return {
    ...usual,
    links: {
      ...usual.links,
      [KEYS.vendor]: come('Keel Concrete LLC', 'Keel'),
      [KEYS.project]: come('Riverside Health:Clinic', 'Clinic'),
      [KEYS.item]: come('03:03-300', '03-300'),
    },
  };
}

test('what is to come stops nobody from sending, and is told: what it waits for, or what is to be accepted with it', () => {
  const under = commitmentFlow.check(commitment(), booksToCome('write-1', true));
  expect(under.map(one => `${one.ruleId} ${one.severity}`)).toEqual([
    'GEN-01 warns',
    'COM-02 warns',
    'COM-03 warns',
  ]);
  for (const one of under) expect(one.message).toMatch(/is on its way to QuickBooks and goes first/);
  const open = commitmentFlow.check(commitment(), booksToCome(null, false));
  for (const one of open) expect(one.message).toMatch(/is accepted together with this, or before/);
  expect(standing([...under, ...open], [])).toEqual([]);
});

test('a request names what is to come by the name it will have, and everything else by its id', () => {
  const given = booksToCome('write-1', true);
  const { body } = commitmentFlow.build(commitment(), given);
  expect(body).toMatchObject({
    PurchaseOrderAdd: {
      VendorRef: { FullName: 'Keel Concrete LLC' },
      Lines: [
        {
          PurchaseOrderLineAdd: {
            ItemRef: { FullName: '03:03-300' },
            CustomerRef: { FullName: 'Riverside Health:Clinic' },
          },
        },
      ],
    },
  });
  const mixed = { ...given, links: { ...given.links, [KEYS.vendor]: LINKS.vendor } };
  expect(commitmentFlow.build(commitment(), mixed).body).toMatchObject({
    PurchaseOrderAdd: { VendorRef: { ListID: LINKS.vendor.qbId } },
  });
  expect(commitmentFlow.preview(commitment(), given).notes).toContain(
    'It waits for “03:03-300”, which goes to QuickBooks first.',
  );
});

test('nothing is built while nobody knows the name: it cannot be accepted alone', () => {
  expect(() => commitmentFlow.build(commitment(), booksToCome(null, false))).toThrow(
    /is not in QuickBooks yet/,
  );
});
