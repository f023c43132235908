/**
 * A company file that answers at once: lists to link to, orders that are kept, pages of what changed. It judges nothing;
 * it counts what it was given, so that an order that came twice, or never, is seen.
 */
export class CompanyFile {
  private readonly orders: string[] = [];
  private readonly marks = new Map<string, number>();
  private readonly kept = new Map<string, string>();
  private readonly iterators = new Map<string, readonly string[]>();

  constructor(private readonly stamp: { readonly ownerId: string; readonly fileId: string }) {}

  /** Orders by their ExternalGUID: how many there are, and how many came more than once. */
  count(): { readonly orders: number; readonly doubled: number } {
    const doubled = [...this.marks.values()].filter(times => times > 1).length;
    return { orders: this.marks.size, doubled };
  }

  /** What the Web Connector tells of the file with the first call of a session. */
  firstCall(): string {
    const messages = ['HostQuery', 'CompanyQuery', 'PreferencesQuery'];
    return document('', messages.map((message, id) => this.told({ message, id: `${id}` })).join(''));
  }

  private told(asked: { readonly message: string; readonly id: string }): string {
    const request = { ...asked, attributes: '', body: '' };
    return response(request, { records: this.find(request), attributes: '' });
  }

  /** One message set. */
  answer(qbxml: string): string {
    const head = /<QBXMLMsgsRq([^>]*)>/.exec(qbxml)?.[1] ?? '';
    const key = /newMessageSetID="([^"]*)"/.exec(head)?.[1];
    const known = key === undefined ? undefined : this.kept.get(key);
    if (known !== undefined) return known;
    const requests = [
      ...qbxml.matchAll(/<(\w+)Rq requestID="([^"]*)"([^>]*?)(?:\/>|>([\s\S]*?)<\/\1Rq>)/g),
    ].map(([, message = '', id = '', attributes = '', body = '']) =>
      this.one({ message, id, attributes, body }),
    );
    const set =
      key === undefined
        ? ''
        : ` newMessageSetID="${key}" messageSetStatusCode="${requests.length > 0 ? 0 : 600}"`;
    const answer = document(set, requests.join(''));
    if (key !== undefined && requests.length > 0) this.kept.set(key, answer);
    return answer;
  }

  private one(request: Request): string {
    if (request.message === 'PurchaseOrderAdd') return response(request, this.addOrder(request.body));
    return response(request, this.page(request, this.find(request)));
  }

  private addOrder(body: string): Found {
    const serial = this.orders.length + 1;
    const mark = /<ExternalGUID>([^<]*)</.exec(body)?.[1] ?? `none ${serial}`;
    this.marks.set(mark, (this.marks.get(mark) ?? 0) + 1);
    let line = 0;
    const cents = [...body.matchAll(/<Amount>([\d.]+)</g)].reduce(
      (sum, [, amount = '0']) => sum + Math.round(Number.parseFloat(amount) * 100),
      0,
    );
    const own = body
      .replace(/<\/?PurchaseOrderAdd[^>]*>/g, '')
      .replace(/<PurchaseOrderLineAdd[^>]*>/g, () => {
        line += 1;
        return `<PurchaseOrderLineRet><TxnLineID>${txnId(serial)}-${line}</TxnLineID>`;
      })
      .replaceAll('</PurchaseOrderLineAdd>', '</PurchaseOrderLineRet>')
      .replace(
        /<RefNumber>[^<]*<\/RefNumber>/,
        number => `${number}<TotalAmount>${(cents / 100).toFixed(2)}</TotalAmount>`,
      );
    const order = `<PurchaseOrderRet><TxnID>${txnId(serial)}</TxnID>${stamps(serial)}<TxnNumber>${serial}</TxnNumber>${own}</PurchaseOrderRet>`;
    this.orders.push(order);
    return { records: [order], attributes: '' };
  }

  private find({ message, body }: Request): readonly string[] {
    if (message === 'CompanyQuery') return [companyOf(this.stamp)];
    if (message !== 'PurchaseOrderQuery') return RECORDS[message] ?? [];
    const wanted = ['TxnID', 'RefNumber'].flatMap(name =>
      [...body.matchAll(new RegExp(`<${name}>[^<]*</${name}>`, 'g'))].map(([element]) => element),
    );
    const since = /<FromModifiedDate>([^<]*)</.exec(body)?.[1] ?? '';
    if (wanted.length > 0) return this.orders.filter(order => wanted.some(one => order.includes(one)));
    return this.orders.filter(order => (/<TimeModified>([^<]*)</.exec(order)?.[1] ?? '') >= since);
  }

  /** As many as were asked for; the rest waits under the iterator's id. */
  private page({ attributes, body }: Request, found: readonly string[]): Found {
    const kind = /iterator="(\w+)"/.exec(attributes)?.[1];
    if (kind === undefined) return { records: found, attributes: '' };
    const id = /iteratorID="([^"]*)"/.exec(attributes)?.[1] ?? `{${this.iterators.size + 1}}`;
    const most = Number.parseInt(/<MaxReturned>(\d+)</.exec(body)?.[1] ?? '100', 10);
    const left = kind === 'Start' ? found : (this.iterators.get(id) ?? []);
    this.iterators.set(id, left.slice(most));
    const remaining = Math.max(0, left.length - most);
    return {
      records: left.slice(0, most),
      attributes: ` iteratorRemainingCount="${remaining}" iteratorID="${id}"`,
    };
  }
}

interface Request {
  readonly message: string;
  readonly id: string;
  readonly attributes: string;
  readonly body: string;
}

interface Found {
  readonly records: readonly string[];
  readonly attributes: string;
}

function response({ message, id }: Request, { records, attributes }: Found): string {
  const status =
    records.length > 0
      ? 'statusCode="0" statusSeverity="Info" statusMessage="Status OK"'
      : 'statusCode="1" statusSeverity="Info" statusMessage="A query request did not find a matching object in QuickBooks"';
  return `<${message}Rs requestID="${id}" ${status}${attributes}>${records.join('')}</${message}Rs>`;
}

function document(attributes: string, content: string): string {
  return `<?xml version="1.0" ?><QBXML><QBXMLMsgsRs${attributes}>${content}</QBXMLMsgsRs></QBXML>`;
}

const txnId = (serial: number): string => `${(0x10000 + serial).toString(16).toUpperCase()}-1571234567`;

function stamps(serial: number): string {
  const at = `${new Date().toISOString().slice(0, 19)}+00:00`;
  return `<TimeCreated>${at}</TimeCreated><TimeModified>${at}</TimeModified><EditSequence>${1571234567 + serial}</EditSequence>`;
}

const listed = (id: string, name: string): string =>
  `<ListID>${id}</ListID><TimeCreated>2026-01-05T09:00:00-05:00</TimeCreated><TimeModified>2026-01-05T09:00:00-05:00</TimeModified><EditSequence>1571234567</EditSequence><Name>${name}</Name>`;

function companyOf(stamp: { readonly ownerId: string; readonly fileId: string }): string {
  return `<CompanyRet><IsSampleCompany>false</IsSampleCompany><CompanyName>Bench Builders</CompanyName><DataExtRet><OwnerID>${stamp.ownerId}</OwnerID><DataExtName>FileID</DataExtName><DataExtType>STR255TYPE</DataExtType><DataExtValue>${stamp.fileId}</DataExtValue></DataExtRet></CompanyRet>`;
}

const RECORDS: Readonly<Record<string, readonly string[]>> = {
  HostQuery: [
    '<HostRet><ProductName>QuickBooks Desktop Premier 2023</ProductName><MajorVersion>33</MajorVersion><MinorVersion>0</MinorVersion><Country>US</Country><SupportedQBXMLVersion>13.0</SupportedQBXMLVersion><SupportedQBXMLVersion>16.0</SupportedQBXMLVersion><IsAutomaticLogin>false</IsAutomaticLogin><QBFileMode>SingleUser</QBFileMode></HostRet>',
  ],
  PreferencesQuery: [
    '<PreferencesRet><PurchasesAndVendorsPreferences><IsUsingInventory>true</IsUsingInventory><DaysBillsAreDue>30</DaysBillsAreDue><IsAutomaticallyUsingDiscounts>false</IsAutomaticallyUsingDiscounts></PurchasesAndVendorsPreferences></PreferencesRet>',
  ],
  VendorQuery: [
    `<VendorRet>${listed('80000001-1571234567', 'Keel Concrete LLC')}<IsActive>true</IsActive></VendorRet>`,
  ],
  CustomerQuery: [
    `<CustomerRet>${listed('80000002-1571234567', 'Harbor')}<FullName>Harbor</FullName><IsActive>true</IsActive><Sublevel>0</Sublevel></CustomerRet>`,
    `<CustomerRet>${listed('80000003-1571234567', 'Riverside')}<FullName>Harbor:Riverside</FullName><IsActive>true</IsActive><ParentRef><ListID>80000002-1571234567</ListID><FullName>Harbor</FullName></ParentRef><Sublevel>1</Sublevel></CustomerRet>`,
  ],
  ItemQuery: [
    `<ItemServiceRet>${listed('80000004-1571234567', '03-300')}<FullName>03-300</FullName><IsActive>true</IsActive><Sublevel>0</Sublevel><SalesAndPurchase><SalesDesc>Concrete</SalesDesc><SalesPrice>0.00</SalesPrice><IncomeAccountRef><ListID>80000005-1571234567</ListID><FullName>Income</FullName></IncomeAccountRef><PurchaseDesc>Concrete</PurchaseDesc><PurchaseCost>0.00</PurchaseCost><ExpenseAccountRef><ListID>80000006-1571234567</ListID><FullName>Job Costs</FullName></ExpenseAccountRef></SalesAndPurchase></ItemServiceRet>`,
  ],
};
