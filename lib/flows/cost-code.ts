import { Blocked } from '@/lib/core/errors';
import type { Books, BooksNeed } from '@/lib/mappings/books';
import { fitText, oneLine, type QbRequest, type QbResponse, qbRequest, recordsOf } from '@/lib/qbxml';
import {
  accountsOf,
  type CostCodeRecord,
  codeAndText,
  divisionOf,
  type ItemType,
  itemName,
  itemType,
  namesOf,
} from './cost-code/reading';
import { checkCostCode } from './cost-code/rules';
import type { AddingFlow, Summary } from './flow';
import type { Preview } from './preview';
import { entryOf } from './shared/links';
import {
  type FoundRecord,
  judgeList,
  type ListSide,
  listReadBack,
  lookUpList,
  settleListAdd,
} from './shared/list-answers';
import { plain, TEXT_CHARS } from './shared/order-lines';

export type { CostCodeRecord } from './cost-code/reading';

/** An item as all three types take it. */
interface ItemBody {
  readonly Name: string;
  readonly ParentRef?: { readonly ListID?: string; readonly FullName?: string };
  readonly SalesAndPurchase: {
    readonly SalesDesc: string;
    readonly IncomeAccountRef: { readonly ListID: string };
    readonly PurchaseDesc: string;
    readonly ExpenseAccountRef: { readonly ListID: string };
  };
  readonly ExternalGUID: string;
}

type ItemAdd = 'ItemServiceAdd' | 'ItemNonInventoryAdd' | 'ItemOtherChargeAdd';

const FORMS: Readonly<Record<ItemType, string>> = {
  service: 'Service item',
  non_inventory: 'Non-inventory part',
  other_charge: 'Other charge item',
};

const items: ListSide = {
  list: 'item',
  noun: 'item',
  query: (filter, IncludeRetElement) => qbRequest('ItemQuery', { ...filter, IncludeRetElement }),
  found,
  deletedAs: ['ItemService', 'ItemNonInventory', 'ItemOtherCharge'],
};

/** Only the types that cost codes can be; an item of another type that has the name is told by QuickBooks itself (3100). */
function found(response: QbResponse): FoundRecord[] {
  switch (response.message) {
    case 'ItemServiceAdd':
      return recordsOf(response, 'ItemServiceAdd', 'ItemServiceRet').map(ret => ({
        qbType: 'ItemService',
        ret,
      }));
    case 'ItemNonInventoryAdd':
      return recordsOf(response, 'ItemNonInventoryAdd', 'ItemNonInventoryRet').map(ret => ({
        qbType: 'ItemNonInventory',
        ret,
      }));
    case 'ItemOtherChargeAdd':
      return recordsOf(response, 'ItemOtherChargeAdd', 'ItemOtherChargeRet').map(ret => ({
        qbType: 'ItemOtherCharge',
        ret,
      }));
    default:
      return [
        ...recordsOf(response, 'ItemQuery', 'ItemServiceRet').map(ret => ({ qbType: 'ItemService', ret })),
        ...recordsOf(response, 'ItemQuery', 'ItemNonInventoryRet').map(ret => ({
          qbType: 'ItemNonInventory',
          ret,
        })),
        ...recordsOf(response, 'ItemQuery', 'ItemOtherChargeRet').map(ret => ({
          qbType: 'ItemOtherCharge',
          ret,
        })),
      ];
  }
}

/** Codes of the company's standard list become items with an account for buying and one for selling. */
export const costCodeFlow: AddingFlow<CostCodeRecord> = {
  kind: 'cost_code',
  summary,
  content: ({ originId: _id, ...content }) => content,
  needs,
  check: checkCostCode,
  build,
  preview,
  settle: response => settleListAdd(items, response),
  originData: exportNumber => JSON.stringify({ v: 1, list: 'Item', exportNumber }),
  lookup: (request, sentAt) => lookUpList(items, itemIn(request), sentAt),
  judge: (request, responses) => judgeList(items, itemIn(request), responses),
  readBack: listReadBack(items),
};

function itemIn(request: QbRequest): ItemBody {
  const body = request.body as Readonly<Record<string, unknown>>;
  return body[request.message] as ItemBody;
}

function summary(code: CostCodeRecord): Summary {
  return {
    procoreId: code.id,
    projectId: null,
    number: code.fullCode,
    title: code.name,
    vendorName: '',
    amount: 0n,
    status: code.isActive ? 'Active' : 'Inactive',
  };
}

function needs(code: CostCodeRecord): BooksNeed {
  return {
    projectId: null,
    links: [
      { kind: 'cost_code', procoreId: code.id },
      ...(code.division === null ? [] : [{ kind: 'cost_code' as const, procoreId: code.division.id }]),
    ],
    costCodeFullCodes: [],
    orderNumbers: [],
    changesOf: null,
    lists: { names: namesOf(code), divisionId: code.division?.id ?? null },
  };
}

/** By id once the division is there; by the name it will have while it is on its way. */
function parentRef(code: CostCodeRecord, books: Books): Pick<ItemBody, 'ParentRef'> {
  const division = divisionOf(code, books);
  switch (division.is) {
    case 'none':
      return {};
    case 'there':
      return { ParentRef: { ListID: division.link.qbId } };
    case 'under way':
      return { ParentRef: { FullName: division.write.fullName } };
    case 'missing':
      throw new Blocked(`The division ${division.fullCode} of this code is not in QuickBooks yet.`, {
        remedy: 'Accept the division first, or link it to an item.',
      });
  }
}

function itemFor(code: CostCodeRecord, books: Books): ItemBody {
  const { income, expense } = accountsOf(books);
  if (income === null || expense === null)
    throw new Blocked('The accounts of this item are not chosen.', { remedy: 'Choose them under Settings.' });
  const description = fitText(oneLine(plain(code.name)) || plain(code.fullCode), TEXT_CHARS).text;
  return {
    Name: itemName(code, books),
    ...parentRef(code, books),
    SalesAndPurchase: {
      SalesDesc: description,
      IncomeAccountRef: { ListID: income },
      PurchaseDesc: description,
      ExpenseAccountRef: { ListID: expense },
    },
    ExternalGUID: books.externalGuid,
  };
}

/** @throws Blocked while its division or its accounts are missing */
function build(code: CostCodeRecord, books: Books): QbRequest<ItemAdd> {
  const item = itemFor(code, books);
  switch (itemType(books)) {
    case 'service':
      return qbRequest('ItemServiceAdd', { ItemServiceAdd: item });
    case 'non_inventory':
      return qbRequest('ItemNonInventoryAdd', { ItemNonInventoryAdd: item });
    case 'other_charge':
      return qbRequest('ItemOtherChargeAdd', { ItemOtherChargeAdd: item });
  }
}

function parentName(code: CostCodeRecord, books: Books): string {
  const division = divisionOf(code, books);
  if (division.is === 'there') return division.link.name;
  return division.is === 'under way' ? division.write.fullName : '';
}

function preview(code: CostCodeRecord, books: Books): Preview {
  const item = itemFor(code, books);
  const { income, expense } = accountsOf(books);
  const account = (id: string | null) => (id === null ? '' : (entryOf(books.lists.accounts, id)?.name ?? ''));
  const parent = parentName(code, books);
  return {
    form: FORMS[itemType(books)],
    header: [
      { label: 'Item name', value: item.Name },
      ...(parent === '' ? [] : [{ label: 'Subitem of', value: parent }]),
      { label: 'Description on purchases', value: item.SalesAndPurchase.PurchaseDesc },
      { label: 'Expense account', value: account(expense) },
      { label: 'Description on sales', value: item.SalesAndPurchase.SalesDesc },
      { label: 'Income account', value: account(income) },
    ],
    lines: [],
    total: '',
    notes: notesOf(code, item, books),
  };
}

function notesOf(code: CostCodeRecord, item: ItemBody, books: Books): string[] {
  const wanted = books.settings.itemNames === 'code_and_text' ? codeAndText(code) : code.fullCode;
  const notes = item.Name === wanted ? [] : [`${wanted} goes over as ${item.Name}.`];
  if (divisionOf(code, books).is === 'under way')
    notes.push('It follows its division, which is on its way to QuickBooks.');
  return notes;
}
