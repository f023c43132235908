import type { Outcome } from '../answers';
import type { CompanyFile } from '../company/company-file';
import { type Fields, fieldsFrom, filledText, groupOf, type Value, without } from '../company/fields';
import { fromCents, price, toCents } from '../company/money';
import type { ListName, ListRecord } from '../company/records';
import { StatusError } from '../errors';
import { isTrue } from '../value-types';
import { type Stamps, withContacts } from './contacts';
import { bodyOf, type Change, type Execution, missingElement, one, saveFailed } from './execution';
import { listRet } from './list-query';
import { References } from './references';

interface Shape {
  readonly list: ListName;
  readonly kind: string;
  /** As refusals call the thing and its list. */
  readonly label: string;
  readonly listLabel: string;
  /** What the record holds besides what was sent. */
  readonly defaults: (sent: Fields) => Fields;
  readonly check: (sent: Fields) => void;
}

const LEVELS_MOST = 5;
const HEAD = ['Name', 'IsActive', 'ParentRef', 'OpenBalance', 'OpenBalanceDate'];
const AMOUNTS = ['CreditLimit'];
const PRICES = ['Price', 'SalesPrice', 'PurchaseCost'];

export function checkName(
  file: CompanyFile,
  list: ListName,
  { name, parentId }: { name: string; parentId: string | null },
): void {
  if (name === '') throw missingElement('Name');
  if (/[:\t\r\n]/.test(name)) {
    throw new StatusError(
      3090,
      `The name "${name}" of the list element has characters that are not allowed.`,
    );
  }
  if (file.isNameTaken(list, parentId, name)) {
    throw new StatusError(3100, `The name "${name}" of the list element is already in use.`);
  }
}

export function stampsOf(file: CompanyFile, listId: string, sequence: number): Stamps {
  const now = file.now();
  return { listId, moment: file.time.moment(now), day: file.time.day(now), sequence: String(sequence) };
}

function plainValue(name: string, value: Value): Value {
  if (typeof value !== 'string') return withPlainAmounts(value);
  if (value === '') return value;
  if (AMOUNTS.includes(name)) return fromCents(toCents(value));
  return PRICES.includes(name) ? price(value) : value;
}

/** Amounts and prices in the form QuickBooks answers them. */
export function withPlainAmounts(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, values]) => [name, values.map(value => plainValue(name, value))]),
  );
}

export const listChange = (
  file: CompanyFile,
  record: ListRecord,
  { action, label }: { action: Change['action']; label: string },
): Change => ({
  object: record.kind,
  action,
  id: record.listId,
  label: file.fullName(record),
  editSequence: String(record.editSequence),
  externalGuid: filledText(record.fields, 'ExternalGUID') ?? null,
  line:
    action === 'merged' ? `${label} ${file.fullName(record)}` : `${label} ${file.fullName(record)} ${action}`,
});

function parentOf(execution: Execution, shape: Shape, sent: Fields): ListRecord | null {
  const reference = groupOf(sent, 'ParentRef');
  if (!reference) return null;
  const { file } = execution;
  const parent = new References(file, shape.label).parent(shape.list, shape.listLabel, reference);
  if (parent.kind !== shape.kind) throw saveFailed(shape.label, 'The parent is of another type.');
  if (file.lineage(parent).length >= LEVELS_MOST) {
    throw saveFailed(shape.label, `There are at most ${LEVELS_MOST} levels.`);
  }
  return parent;
}

function addRecord(execution: Execution, shape: Shape): Outcome {
  const { file, commit } = execution;
  if (execution.isLimitedUser) throw noPermission();
  const sent = bodyOf(execution);
  const name = filledText(sent, 'Name') ?? '';
  const parentId = parentOf(execution, shape, sent)?.listId ?? null;
  checkName(file, shape.list, { name, parentId });
  shape.check(sent);
  const filled = Object.fromEntries(
    Object.entries(without(sent, HEAD)).filter(([, values]) => values.some(value => value !== '')),
  );
  const fields = new References(file, shape.label).resolve({ ...shape.defaults(sent), ...filled });
  const now = file.now();
  const listId = file.nextListId(shape.list);
  const record: ListRecord = {
    list: shape.list,
    kind: shape.kind,
    listId,
    createdAt: now,
    modifiedAt: now,
    editSequence: now,
    name,
    parentId,
    isActive: isTrue(filledText(sent, 'IsActive') ?? 'true'),
    fields: withPlainAmounts(withContacts(fields, filled, stampsOf(file, listId, now))),
  };
  file.state.lists[shape.list].push(record);
  const label = parentId === null ? shape.label : childLabel(shape);
  commit(listChange(file, record, { action: 'added', label }));
  return one(listRet(file, record));
}

const childLabel = ({ label, list }: Shape): string => (list === 'customer' ? 'Job' : label);

export const noPermission = (): StatusError =>
  new StatusError(3260, 'Insufficient permission level to perform this action.');

const openingBalance = (sent: Fields): string => fromCents(toCents(filledText(sent, 'OpenBalance') ?? '0'));

const VENDOR: Shape = {
  list: 'vendor',
  kind: 'Vendor',
  label: 'Vendor',
  listLabel: 'Vendors',
  defaults: sent => fieldsFrom({ IsVendorEligibleFor1099: 'false', Balance: openingBalance(sent) }),
  check: () => undefined,
};

const CUSTOMER: Shape = {
  list: 'customer',
  kind: 'Customer',
  label: 'Customer',
  listLabel: 'Customers',
  defaults: sent =>
    fieldsFrom({ Balance: openingBalance(sent), TotalBalance: openingBalance(sent), JobStatus: 'None' }),
  check: () => undefined,
};

/** An item without its accounts cannot be saved. */
function checkAccounts(sent: Fields): void {
  const [oneSided, twoSided] = [groupOf(sent, 'SalesOrPurchase'), groupOf(sent, 'SalesAndPurchase')];
  if (twoSided) {
    for (const name of ['IncomeAccountRef', 'ExpenseAccountRef']) {
      if (!groupOf(twoSided, name)) throw missingElement(name);
    }
    return;
  }
  if (!oneSided || !groupOf(oneSided, 'AccountRef')) throw missingElement('AccountRef');
}

const itemShape = (kind: string, label: string): Shape => ({
  list: 'item',
  kind,
  label,
  listLabel: 'Items',
  defaults: () => ({}),
  check: checkAccounts,
});

const SERVICE_ITEM = itemShape('ItemService', 'Service Item');
const NON_INVENTORY_ITEM = itemShape('ItemNonInventory', 'Non-Inventory Item');
const OTHER_CHARGE_ITEM = itemShape('ItemOtherCharge', 'Other Charge Item');

export const addVendor = (execution: Execution): Outcome => addRecord(execution, VENDOR);
export const addCustomer = (execution: Execution): Outcome => addRecord(execution, CUSTOMER);
export const addNonInventoryItem = (execution: Execution): Outcome =>
  addRecord(execution, NON_INVENTORY_ITEM);
export const addOtherChargeItem = (execution: Execution): Outcome => addRecord(execution, OTHER_CHARGE_ITEM);
export const addServiceItem = (execution: Execution): Outcome => addRecord(execution, SERVICE_ITEM);
