import { qbRequest, recordsOf } from '@/lib/qbxml';
import { type ListReader, listFilters, named, pageOf, TREE_HEAD } from './reader';

interface SidedItem {
  SalesOrPurchase?: { Desc?: string | undefined } | undefined;
  SalesAndPurchase?: { PurchaseDesc?: string | undefined; SalesDesc?: string | undefined } | undefined;
}

function itemFields(item: SidedItem): Record<string, unknown> {
  const { SalesAndPurchase: both, SalesOrPurchase: one } = item;
  return {
    description: both?.PurchaseDesc ?? both?.SalesDesc ?? one?.Desc ?? null,
    isTwoSided: both !== undefined ? true : one !== undefined ? false : null,
  };
}

/** Items that can stand for a cost code; the other kinds of item are passed over. */
export const itemReader: ListReader = {
  kind: 'item',
  isPaged: true,
  query: (cursor, iterator) =>
    qbRequest(
      'ItemQuery',
      {
        ...pageOf(iterator),
        ...listFilters(cursor),
        IncludeRetElement: [...TREE_HEAD, 'SalesOrPurchase', 'SalesAndPurchase', 'ExternalGUID'],
      },
      iterator ?? undefined,
    ),
  decode: response => [
    ...recordsOf(response, 'ItemQuery', 'ItemServiceRet').flatMap(item =>
      named(item, 'ItemService', itemFields(item)),
    ),
    ...recordsOf(response, 'ItemQuery', 'ItemNonInventoryRet').flatMap(item =>
      named(item, 'ItemNonInventory', itemFields(item)),
    ),
    ...recordsOf(response, 'ItemQuery', 'ItemOtherChargeRet').flatMap(item =>
      named(item, 'ItemOtherCharge', itemFields(item)),
    ),
  ],
};
