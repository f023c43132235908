import type {
  Books,
  BooksAccount,
  BooksItem,
  BooksJob,
  BooksPurchaseOrder,
  BooksVendor,
  Random,
} from '@/tests/simulators/world';
import { randomFrom } from '@/tests/simulators/world';
import { type Fields, fieldsFrom } from './fields';
import type { CompanyState, ListName, ListRecord, OrderLine } from './records';

/** Seeded records are older than any clock a test sets: made between 2015 and the first order. */
const OLDEST = Date.UTC(2015, 0, 5, 15) / 1000;
const DAY_SECONDS = 86_400;
const NAME_MOST = 41;
const FIRST_TXN = 0x10;

const SPECIAL_ACCOUNTS: Readonly<Record<string, string>> = {
  'Accounts Payable': 'AccountsPayable',
  'Accounts Receivable': 'AccountsReceivable',
  'Purchase Orders': 'PurchaseOrders',
};
const TERMS = ['Due on receipt', 'Net 15', 'Net 30'] as const;
const SALES_TAX_CODES = { US: ['Tax', 'Non'], CA: ['E', 'G', 'H', 'S', 'Z'] } as const;

interface NewRecord {
  readonly list: ListName;
  readonly kind: string;
  readonly name: string;
  readonly parentId?: string | null;
  readonly isActive?: boolean;
  readonly fields?: Fields;
}

/** Fills an empty company file from the made-up books, in the order a bookkeeper would have typed them. */
class Seeder {
  private at: number;

  constructor(
    private readonly books: Books,
    private readonly state: CompanyState,
    private readonly random: Random,
  ) {
    this.at = OLDEST;
  }

  fill(): void {
    for (const account of this.books.accounts) this.account(account);
    for (const [index, name] of TERMS.entries()) {
      this.add({ list: 'terms', kind: 'StandardTerms', name, fields: days(index) });
    }
    this.add({ list: 'template', kind: 'Template', name: 'Custom Purchase Order' });
    for (const name of SALES_TAX_CODES[this.books.country]) {
      this.add({ list: 'salesTaxCode', kind: 'SalesTaxCode', name });
    }
    for (const vendor of this.books.vendors) this.vendor(vendor);
    for (const { name, isActive, jobs } of this.books.customers) {
      const customer = this.customer(name, null, { isActive, status: 'None' });
      for (const job of jobs) this.job(job, customer);
    }
    for (const name of this.books.otherNames) this.add({ list: 'otherName', kind: 'OtherName', name });
    for (const item of this.books.items) this.item(item);
    for (const order of this.books.purchaseOrders) this.order(order);
  }

  private add(record: NewRecord): ListRecord {
    this.at += this.random.whole(1, 20) * DAY_SECONDS + this.random.whole(0, 30_000);
    const { counters } = this.state;
    const isEntity = ['vendor', 'customer', 'otherName'].includes(record.list);
    const count = isEntity ? counters.entity + 1 : (counters.other[record.list] ?? 0) + 1;
    if (isEntity) counters.entity = count;
    else counters.other[record.list] = count;
    const modifiedAt = this.at + this.random.whole(0, 3) * DAY_SECONDS;
    const added: ListRecord = {
      parentId: null,
      isActive: true,
      fields: {},
      ...record,
      listId: `${(0x80000000 + count).toString(16).toUpperCase()}-${this.at}`,
      createdAt: this.at,
      modifiedAt,
      editSequence: modifiedAt,
    };
    this.state.lists[record.list].push(added);
    return added;
  }

  private account({ name, number, type }: BooksAccount): void {
    const balance = type === 'NonPosting' ? null : '0.00';
    const fields = fieldsFrom({
      AccountType: type,
      SpecialAccountType: SPECIAL_ACCOUNTS[name],
      AccountNumber: this.books.preferences.isUsingAccountNumbers ? number : null,
      Balance: balance,
      TotalBalance: balance,
    });
    this.add({ list: 'account', kind: 'Account', name, fields });
  }

  private vendor(vendor: BooksVendor): void {
    const address = fieldsFrom({
      Addr1: vendor.name.slice(0, NAME_MOST),
      Addr2: vendor.address || null,
      City: vendor.city || null,
      State: vendor.stateCode || null,
      PostalCode: vendor.zip || null,
    });
    const fields = fieldsFrom({
      CompanyName: vendor.companyName?.slice(0, NAME_MOST),
      VendorAddress: address,
      Phone: vendor.phone || null,
      Email: vendor.email || null,
      NameOnCheck: vendor.name.slice(0, NAME_MOST),
      IsVendorEligibleFor1099: 'false',
      Balance: '0.00',
    });
    this.add({ list: 'vendor', kind: 'Vendor', name: vendor.name, isActive: vendor.isActive, fields });
  }

  private customer(
    name: string,
    parentId: string | null,
    { isActive, status }: { isActive: boolean; status: string },
  ): ListRecord {
    const fields = fieldsFrom({
      CompanyName: parentId === null ? name.slice(0, NAME_MOST) : null,
      Balance: '0.00',
      TotalBalance: '0.00',
      JobStatus: status,
    });
    return this.add({ list: 'customer', kind: 'Customer', name, parentId, isActive, fields });
  }

  private job(job: BooksJob, parent: ListRecord): void {
    const added = this.customer(job.name, parent.listId, job);
    for (const child of job.jobs ?? []) this.job(child, added);
  }

  private accountRef(type: string): Fields | null {
    const found = this.state.lists.account.find(({ fields }) => fields['AccountType']?.[0] === type);
    return found ? fieldsFrom({ ListID: found.listId }) : null;
  }

  private item(item: BooksItem): void {
    const { name, type, isActive } = item;
    const parentId = item.parent === null ? null : this.find('item', item.parent);
    this.add({ list: 'item', kind: `Item${type}`, name, parentId, isActive, fields: this.itemFields(item) });
  }

  private itemFields({ type, description, isTwoSided }: BooksItem): Fields {
    const [income, cost] = [this.accountRef('Income'), this.accountRef('CostOfGoodsSold')];
    const sales = { SalesDesc: description, SalesPrice: '0.00', IncomeAccountRef: income };
    const purchase = { PurchaseDesc: description, PurchaseCost: '0.00' };
    if (type === 'Inventory') {
      const asset = this.accountRef('OtherCurrentAsset');
      const stock = { QuantityOnHand: '0', AverageCost: '0.00', QuantityOnOrder: '0' };
      return fieldsFrom({ ...sales, ...purchase, COGSAccountRef: cost, AssetAccountRef: asset, ...stock });
    }
    if (['Subtotal', 'Group', 'Discount'].includes(type)) return fieldsFrom({ ItemDesc: description });
    if (!isTwoSided) {
      return fieldsFrom({
        SalesOrPurchase: fieldsFrom({ Desc: description, Price: '0.00', AccountRef: income }),
      });
    }
    return fieldsFrom({ SalesAndPurchase: fieldsFrom({ ...sales, ...purchase, ExpenseAccountRef: cost }) });
  }

  private find(list: ListName, fullName: string): string {
    const names = fullName.split(':');
    let parentId: string | null = null;
    for (const name of names) {
      const found: ListRecord | undefined = this.state.lists[list].find(
        record => record.parentId === parentId && record.name === name,
      );
      if (!found) throw new RangeError(`the made-up books have no ${list} ${fullName}`);
      parentId = found.listId;
    }
    return parentId ?? '';
  }

  private nextTxnId(at: number): string {
    this.state.counters.txn += 1;
    return `${this.state.counters.txn.toString(16).toUpperCase()}-${at}`;
  }

  private order(order: BooksPurchaseOrder): void {
    const [year = 0, month = 1, day = 1] = order.date.split('-').map(Number);
    const at = Date.UTC(year, month - 1, day, 16, 15) / 1000;
    const txnId = this.nextTxnId(at);
    this.nextTxnId(at);
    this.state.counters.txnNumber += 1;
    const vendorId = this.find('vendor', order.vendor);
    const address = this.state.lists.vendor.find(({ listId }) => listId === vendorId)?.fields[
      'VendorAddress'
    ];
    this.state.orders[txnId] = {
      txnId,
      txnNumber: this.state.counters.txnNumber,
      createdAt: at,
      modifiedAt: at,
      editSequence: at,
      fields: {
        ...fieldsFrom({ VendorRef: fieldsFrom({ ListID: vendorId }), TxnDate: order.date }),
        ...fieldsFrom({ RefNumber: order.refNumber, DueDate: order.date, ExpectedDate: order.date }),
        ...fieldsFrom({
          Memo: order.memo,
          IsManuallyClosed: String(order.isClosed),
          IsFullyReceived: 'false',
        }),
        ...fieldsFrom({ IsToBePrinted: 'true', IsToBeEmailed: 'false' }),
        ...(address ? { VendorAddress: address } : {}),
      },
      lines: order.lines.map(line => this.line(line, at)),
    };
  }

  private line(line: BooksPurchaseOrder['lines'][number], at: number): OrderLine {
    const job = line.job === null ? null : fieldsFrom({ ListID: this.find('customer', line.job) });
    const fields = fieldsFrom({
      ItemRef: fieldsFrom({ ListID: this.find('item', line.item) }),
      Desc: line.description,
      Rate: line.amount,
      Amount: line.amount,
      CustomerRef: job,
      ReceivedQuantity: '0',
      UnbilledQuantity: '0',
      IsBilled: 'false',
      IsManuallyClosed: 'false',
    });
    return { lineId: this.nextTxnId(at), kind: 'line', fields, lines: [] };
  }
}

const days = (index: number): Fields => fieldsFrom({ StdDueDays: String(index * 15), StdDiscountDays: '0' });

/** A company file with the made-up books in it. The same books and seed give the same ids on every machine. */
export function seededState(books: Books, seed: number): CompanyState {
  const { companyName, productName, majorVersion, country, filePath, preferences } = books;
  const state: CompanyState = {
    path: filePath,
    companyName,
    productName,
    majorVersion,
    country,
    preferences,
    extensions: [],
    lists: {
      vendor: [],
      customer: [],
      otherName: [],
      item: [],
      account: [],
      class: [],
      terms: [],
      template: [],
      salesTaxCode: [],
    },
    orders: {},
    bills: {},
    estimates: {},
    deletions: [],
    storedAnswers: {},
    counters: { txn: FIRST_TXN, txnNumber: 0, entity: 0, other: {} },
  };
  new Seeder(books, state, randomFrom(seed)).fill();
  return state;
}
