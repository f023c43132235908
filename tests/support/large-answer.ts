import type { ListKind } from '@/lib/core/kinds';

/** Answers of QuickBooks as large as one likes, made piece by piece and never held whole. */

const INTUIT = 'http://developer.intuit.com/';
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';

export interface LargeAnswer {
  readonly kind: ListKind;
  /** As it stands in the request that is answered. */
  readonly requestID: string;
  readonly records: number;
  /** Of a bill or an order; two make a bill of 1,000 characters. */
  readonly lines?: number;
  /** More attributes of the response, such as an iterator's. */
  readonly attributes?: string;
}

interface Shape {
  readonly query: string;
  record(number: number, lines: number): string;
}

const two = (number: number): string => String(number).padStart(2, '0');
const changed = (number: number): string =>
  `2026-01-${two(1 + (Math.floor(number / 60) % 28))}T10:${two(number % 60)}:00-06:00`;
const stamps = (number: number): string =>
  `<TimeCreated>2026-01-01T09:00:00-06:00</TimeCreated><TimeModified>${changed(number)}</TimeModified><EditSequence>${1_700_000_000 + number}</EditSequence>`;
const ref = (name: string, id: string, fullName: string): string =>
  `<${name}><ListID>${id}</ListID><FullName>${fullName}</FullName></${name}>`;
const times = (count: number, made: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => made(at)).join('\n');

/** The id a record has, which starts from 1. */
export const idOf = (number: number): string => `${(0x80000 + number).toString(16).toUpperCase()}-1767225600`;

const head = (kind: 'Txn' | 'List', number: number): string =>
  `<${kind}ID>${idOf(number)}</${kind}ID>${stamps(number)}`;

function itemLine(number: number, at: number): string {
  const item = ref('ItemRef', '80000012-1456000', '03:03-300 Cast &amp; Set');
  return `<ItemLineRet><TxnLineID>${idOf(number)}-${at}</TxnLineID>${item}<Desc>Slab, level ${at}, café</Desc><Quantity>12.5</Quantity><Cost>101.25</Cost><Amount>1265.63</Amount></ItemLineRet>`;
}

function orderLine(number: number, at: number): string {
  const item = ref('ItemRef', '80000012-1456000', '03:03-300 Cast &amp; Set');
  return `<PurchaseOrderLineRet><TxnLineID>${idOf(number)}-${at}</TxnLineID>${item}<Desc>Slab on grade, level ${at}</Desc><Quantity>12.5</Quantity><Rate>101.25</Rate><Amount>1265.63</Amount><ReceivedQuantity>0</ReceivedQuantity></PurchaseOrderLineRet>`;
}

function estimateLine(number: number, at: number): string {
  const item = ref('ItemRef', '80000012-1456000', '03:03-300 Cast &amp; Set');
  return `<EstimateLineRet><TxnLineID>${idOf(number)}-${at}</TxnLineID>${item}<Desc>Slab on grade, level ${at}</Desc><Quantity>1</Quantity><Rate>1265.63</Rate><Amount>1265.63</Amount></EstimateLineRet>`;
}

const vendor = ref('VendorRef', '80000007-1456000000', 'Keel Concrete LLC');

const SHAPES: Readonly<Record<ListKind, Shape>> = {
  bill: {
    query: 'BillQuery',
    record: (number, lines) =>
      `<BillRet>\n${head('Txn', number)}<TxnNumber>${number}</TxnNumber>${vendor}<TxnDate>2026-01-05</TxnDate><DueDate>2026-02-04</DueDate><AmountDue>2531.26</AmountDue><RefNumber>INV-${number}</RefNumber><IsPaid>false</IsPaid>\n${times(lines, at => itemLine(number, at))}<OpenAmount>2531.26</OpenAmount>\n</BillRet>\n`,
  },
  purchase_order: {
    query: 'PurchaseOrderQuery',
    record: (number, lines) =>
      `<PurchaseOrderRet>\n${head('Txn', number)}<TxnNumber>${number}</TxnNumber>${vendor}<TxnDate>2026-01-05</TxnDate><RefNumber>LP-${number}</RefNumber><TotalAmount>2531.26</TotalAmount><IsManuallyClosed>false</IsManuallyClosed><IsFullyReceived>false</IsFullyReceived>\n${times(lines, at => orderLine(number, at))}\n</PurchaseOrderRet>\n`,
  },
  estimate: {
    query: 'EstimateQuery',
    record: (number, lines) =>
      `<EstimateRet>\n${head('Txn', number)}<TxnNumber>${number}</TxnNumber>${ref('CustomerRef', '80000009-1456000000', 'Riverside Health:24-017')}<TxnDate>2026-01-05</TxnDate><RefNumber>B-${number}</RefNumber><IsActive>true</IsActive><Subtotal>2531.26</Subtotal><TotalAmount>2531.26</TotalAmount>\n${times(lines, at => estimateLine(number, at))}\n</EstimateRet>\n`,
  },
  vendor: {
    query: 'VendorQuery',
    record: number =>
      `<VendorRet>\n${head('List', number)}<Name>Supplier ${number} &amp; Sons</Name><IsActive>true</IsActive><CompanyName>Supplier ${number}</CompanyName><VendorAddress><City>Tōkyō</City></VendorAddress><Phone>555-0100</Phone></VendorRet>\n`,
  },
  item: {
    query: 'ItemQuery',
    record: number =>
      `<ItemServiceRet>\n${head('List', number)}<Name>Item ${number}</Name><FullName>Item ${number}</FullName><IsActive>true</IsActive><Sublevel>0</Sublevel></ItemServiceRet>\n`,
  },
  customer: {
    query: 'CustomerQuery',
    record: number =>
      `<CustomerRet>\n${head('List', number)}<Name>Owner ${number}</Name><FullName>Owner ${number}</FullName><IsActive>true</IsActive><Sublevel>0</Sublevel><JobStatus>None</JobStatus></CustomerRet>\n`,
  },
  class: {
    query: 'ClassQuery',
    record: number =>
      `<ClassRet>\n${head('List', number)}<Name>Class ${number}</Name><FullName>Class ${number}</FullName><IsActive>true</IsActive><Sublevel>0</Sublevel></ClassRet>\n`,
  },
  terms: {
    query: 'TermsQuery',
    record: number =>
      `<StandardTermsRet>\n${head('List', number)}<Name>Net ${number}</Name><IsActive>true</IsActive><StdDueDays>30</StdDueDays></StandardTermsRet>\n`,
  },
  account: {
    query: 'AccountQuery',
    record: number =>
      `<AccountRet>\n${head('List', number)}<Name>Account ${number}</Name><FullName>Account ${number}</FullName><IsActive>true</IsActive><Sublevel>0</Sublevel><AccountType>Expense</AccountType></AccountRet>\n`,
  },
};

/** The query that such an answer is given to. */
export const queryOf = (kind: ListKind): string => SHAPES[kind].query;

const RECORDS_A_PIECE = 64;
const START = '<?xml version="1.0" ?>\n<QBXML>\n<QBXMLMsgsRs>\n';

function* responseText({
  kind,
  requestID,
  records,
  lines = 2,
  attributes = '',
}: LargeAnswer): Generator<string> {
  const { query, record } = SHAPES[kind];
  yield `<${query}Rs requestID="${requestID}" statusCode="0" statusSeverity="Info" statusMessage="Status OK"${attributes}>\n`;
  for (let first = 1; first <= records; first += RECORDS_A_PIECE) {
    const count = Math.min(RECORDS_A_PIECE, records - first + 1);
    yield Array.from({ length: count }, (_, at) => record(first + at, lines)).join('');
  }
  yield `</${query}Rs>\n`;
}

/** One qbXML answer to as many queries, in pieces. */
export function* answerText(...answers: readonly LargeAnswer[]): Generator<string> {
  yield START;
  for (const answer of answers) yield* responseText(answer);
  yield '</QBXMLMsgsRs>\n</QBXML>\n';
}

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

interface Brought {
  readonly ticket: string;
  readonly text: Iterable<string>;
  readonly hresult?: string;
  readonly message?: string;
}

/** The body of receiveResponseXML as the Web Connector writes it, in pieces. */
export function* soapPieces({ ticket, text, hresult = '', message = '' }: Brought): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(
    `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${SOAP}"><soap:Body><receiveResponseXML xmlns="${INTUIT}"><ticket>${ticket}</ticket><response>`,
  );
  for (const piece of text) yield encoder.encode(escaped(piece));
  yield encoder.encode(
    `</response><hresult>${escaped(hresult)}</hresult><message>${escaped(message)}</message></receiveResponseXML></soap:Body></soap:Envelope>`,
  );
}

/** Pieces as a body; it goes no faster than it is read. */
export function bodyOf(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator =
    Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    const next = await iterator.next();
    if (next.done) controller.close();
    else controller.enqueue(next.value);
  };
  return new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
}
