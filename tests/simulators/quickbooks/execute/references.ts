import type { CompanyFile } from '../company/company-file';
import { type Fields, fieldsFrom, filledText, type Value } from '../company/fields';
import type { ListName, ListRecord } from '../company/records';
import { StatusError } from '../errors';

interface Target {
  /** As the refusal names the list. */
  readonly label: string;
  /** Empty for lists this company keeps nothing in: every reference into them is invalid. */
  readonly lists: readonly ListName[];
}

const EVERY_NAME: readonly ListName[] = ['vendor', 'customer', 'otherName'];
const account: Target = { label: 'Account', lists: ['account'] };
const empty = (label: string): Target => ({ label, lists: [] });

const TARGETS: Readonly<Record<string, Target>> = {
  VendorRef: { label: 'Vendor', lists: ['vendor'] },
  PrefVendorRef: { label: 'Vendor', lists: ['vendor'] },
  CustomerRef: { label: 'Customer', lists: ['customer'] },
  ShipToEntityRef: { label: 'Entity', lists: EVERY_NAME },
  ItemRef: { label: 'Item', lists: ['item'] },
  ItemGroupRef: { label: 'Item Group', lists: ['item'] },
  TermsRef: { label: 'Terms', lists: ['terms'] },
  TemplateRef: { label: 'Template', lists: ['template'] },
  SalesTaxCodeRef: { label: 'Sales Tax Code', lists: ['salesTaxCode'] },
  PurchaseTaxCodeRef: { label: 'Sales Tax Code', lists: ['salesTaxCode'] },
  AccountRef: account,
  APAccountRef: account,
  IncomeAccountRef: account,
  ExpenseAccountRef: account,
  COGSAccountRef: account,
  AssetAccountRef: account,
  PrefillAccountRef: account,
  OverrideItemAccountRef: account,
  TaxOnPurchasesAccountRef: account,
  TaxOnSalesAccountRef: account,
  ClassRef: { label: 'Class', lists: ['class'] },
  VendorTypeRef: empty('Vendor Type'),
  CustomerTypeRef: empty('Customer Type'),
  JobTypeRef: empty('Job Type'),
  SalesRepRef: empty('Sales Rep'),
  ShipMethodRef: empty('Ship Method'),
  PreferredPaymentMethodRef: empty('Payment Method'),
  PriceLevelRef: empty('Price Level'),
  BillingRateRef: empty('Billing Rate'),
  ItemSalesTaxRef: empty('Sales Tax Item'),
  CustomerMsgRef: empty('Customer Message'),
  CustomerSalesTaxCodeRef: { label: 'Sales Tax Code', lists: ['salesTaxCode'] },
  SalesTaxReturnRef: empty('Vendor'),
};

/** Elements that need a feature this company file has not switched on. */
const FEATURES = [
  'CurrencyRef',
  'ExchangeRate',
  'InventorySiteRef',
  'InventorySiteLocationRef',
  'UnitOfMeasure',
  'UnitOfMeasureSetRef',
  'OverrideUOMSetRef',
];

const NO_RECORD =
  'QuickBooks error message: Invalid argument.  The specified record does not exist in the list.';
const INACTIVE = 'QuickBooks error message: The specified record is inactive.';

export const featureIsOff = (): StatusError =>
  new StatusError(3250, 'This feature is not enabled or not available in this version of QuickBooks.');

export const objectNotFound = (id: string): StatusError =>
  new StatusError(3120, `Object "${id}" specified in the request cannot be found.  ${NO_RECORD}`);

function find(file: CompanyFile, lists: readonly ListName[], reference: Fields): ListRecord | undefined {
  const listId = filledText(reference, 'ListID');
  if (listId !== undefined) return file.byId(lists, listId);
  return file.byFullName(lists, filledText(reference, 'FullName') ?? '');
}

const spoken = (reference: Fields): string =>
  filledText(reference, 'ListID') ?? filledText(reference, 'FullName') ?? '';

/** Resolves references of one message; a bad one ends the request with 3140, naming type and value. */
export class References {
  constructor(
    private readonly file: CompanyFile,
    /** What the refusal calls the message: `Purchase Order`. */
    private readonly subject: string,
  ) {}

  /** The same fields with every reference as a ListID alone, so that a later renaming shows through. */
  resolve(fields: Fields): Fields {
    const entries = Object.entries(fields).map(([name, values]) => {
      const used = values.filter(value => value !== '');
      if (used.length > 0 && FEATURES.includes(name)) throw featureIsOff();
      if (name === 'DataExt') throw this.undefinedExtension();
      return [name, values.map(value => this.value(name, value))];
    });
    return Object.fromEntries(entries);
  }

  /** The record itself, for those who need more than its id. */
  record(name: string, reference: Fields): ListRecord {
    const { label, lists } = TARGETS[name] ?? empty(name);
    const found = find(this.file, lists, reference);
    if (found?.isActive) return found;
    const why = found ? INACTIVE : NO_RECORD;
    throw new StatusError(
      3140,
      `There is an invalid reference to QuickBooks ${label} "${spoken(reference)}" in the ${this.subject}.  ${why}`,
    );
  }

  /** The parent of a new list object; 3130 when there is none of that name. */
  parent(list: ListName, listLabel: string, reference: Fields): ListRecord {
    const found = find(this.file, [list], reference);
    if (found?.isActive) return found;
    throw new StatusError(
      3130,
      `There is an invalid reference to a parent "${spoken(reference)}" in the ${listLabel} list.  ${found ? INACTIVE : NO_RECORD}`,
    );
  }

  /** No custom field is defined in this company. */
  private undefinedExtension(): StatusError {
    return new StatusError(
      3140,
      `There is an invalid reference to a custom field in the ${this.subject}.  ${NO_RECORD}`,
    );
  }

  private value(name: string, value: Value): Value {
    if (typeof value === 'string') return value;
    if (name === 'ParentRef') return value;
    if (name.endsWith('Ref') && ('ListID' in value || 'FullName' in value)) {
      return fieldsFrom({ ListID: this.record(name, value).listId });
    }
    return this.resolve(value);
  }
}

/** Stored references with the names they have today. */
export function named(file: CompanyFile, fields: Fields): Fields {
  const spellOut = (name: string, value: Value): Value => {
    if (typeof value === 'string') return value;
    const target = TARGETS[name];
    if (!target) return named(file, value);
    const record = file.byId(target.lists, filledText(value, 'ListID') ?? '');
    return fieldsFrom({ ListID: filledText(value, 'ListID'), FullName: record && file.fullName(record) });
  };
  const entries = Object.entries(fields).map(([name, values]) => [
    name,
    values.map(value => spellOut(name, value)),
  ]);
  return Object.fromEntries(entries);
}
