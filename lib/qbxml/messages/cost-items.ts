import { agg, bool, choice, must, ref, since } from '../fields';
import { message } from '../message';
import { ErrorRecovery } from './blocks/error-recovery';
import { classFilter } from './blocks/filters';
import {
  accounts,
  barCode,
  changedAccounts,
  itemClass,
  itemHeadInTree,
  itemMarks,
  itemName,
  itemTax,
  partNumber,
  specialItemType,
  unitSet,
} from './blocks/items';
import { includeRetElement, listGuid, listKey, ownerId } from './blocks/keys';
import { listQuery } from './blocks/queries';

/** The kinds of items that can be cost codes: services, parts not kept in stock, other charges. */

const query = [listQuery(classFilter), includeRetElement, since(2, 0, ownerId)] as const;

const added = [must(itemName), barCode, bool('IsActive')] as const;
const changed = [...listKey, itemName, barCode, bool('IsActive'), itemClass, ref('ParentRef')] as const;
const changedUnitSet = [unitSet, since(7, 0, bool('ForceUOMChange'))] as const;
const sides = [...itemTax, must(choice(...accounts)), listGuid] as const;

export const ItemServiceRet = [
  ...itemHeadInTree,
  unitSet,
  ...itemTax,
  choice(...accounts),
  ...itemMarks,
] as const;

export const ItemServiceAdd = message({
  name: 'ItemServiceAdd',
  effect: 'add',
  request: [
    must(agg('ItemServiceAdd', [...added, itemClass, ref('ParentRef'), unitSet, ...sides])),
    includeRetElement,
  ],
  rets: { ItemServiceRet, ErrorRecovery },
});

export const ItemServiceMod = message({
  name: 'ItemServiceMod',
  effect: 'mod',
  request: [
    must(agg('ItemServiceMod', [...changed, ...changedUnitSet, ...itemTax, changedAccounts])),
    includeRetElement,
  ],
  rets: { ItemServiceRet, ErrorRecovery },
});

export const ItemServiceQuery = message({
  name: 'ItemServiceQuery',
  isIterable: true,
  request: query,
  rets: { ItemServiceRet },
});

export const ItemNonInventoryRet = [
  ...itemHeadInTree,
  partNumber,
  unitSet,
  ...itemTax,
  choice(...accounts),
  ...itemMarks,
] as const;

export const ItemNonInventoryAdd = message({
  name: 'ItemNonInventoryAdd',
  effect: 'add',
  request: [
    // The parent before the class, unlike the other two.
    must(agg('ItemNonInventoryAdd', [...added, ref('ParentRef'), itemClass, partNumber, unitSet, ...sides])),
    includeRetElement,
  ],
  rets: { ItemNonInventoryRet, ErrorRecovery },
});

export const ItemNonInventoryMod = message({
  name: 'ItemNonInventoryMod',
  effect: 'mod',
  request: [
    must(
      agg('ItemNonInventoryMod', [...changed, partNumber, ...changedUnitSet, ...itemTax, changedAccounts]),
    ),
    includeRetElement,
  ],
  rets: { ItemNonInventoryRet, ErrorRecovery },
});

export const ItemNonInventoryQuery = message({
  name: 'ItemNonInventoryQuery',
  isIterable: true,
  request: query,
  rets: { ItemNonInventoryRet },
});

export const ItemOtherChargeRet = [
  ...itemHeadInTree,
  ...itemTax,
  choice(...accounts),
  specialItemType,
  ...itemMarks,
] as const;

export const ItemOtherChargeAdd = message({
  name: 'ItemOtherChargeAdd',
  effect: 'add',
  request: [
    must(agg('ItemOtherChargeAdd', [...added, itemClass, ref('ParentRef'), ...sides])),
    includeRetElement,
  ],
  rets: { ItemOtherChargeRet, ErrorRecovery },
});

export const ItemOtherChargeMod = message({
  name: 'ItemOtherChargeMod',
  effect: 'mod',
  since: [3, 0],
  request: [must(agg('ItemOtherChargeMod', [...changed, ...itemTax, changedAccounts])), includeRetElement],
  rets: { ItemOtherChargeRet, ErrorRecovery },
});

export const ItemOtherChargeQuery = message({
  name: 'ItemOtherChargeQuery',
  isIterable: true,
  request: query,
  rets: { ItemOtherChargeRet },
});
