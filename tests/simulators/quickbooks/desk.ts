import { makeWorld } from '@/tests/simulators/world';
import { QuickBooks, type QuickBooksOptions, type QuickBooksSession } from './quickbooks';
import { parseXml, type XmlElement } from './xml';

const START = Date.UTC(2026, 2, 2, 15, 0, 0);

export interface Sent {
  /** Attributes of QBXMLMsgsRq besides onError. */
  readonly ids?: string;
  readonly onError?: string;
  readonly version?: string;
}

export const document = (
  requests: string,
  { ids = '', onError = 'stopOnError', version = '13.0' }: Sent = {},
) =>
  `<?xml version="1.0" encoding="utf-8"?>\n<?qbxml version="${version}"?>\n<QBXML><QBXMLMsgsRq onError="${onError}" ${ids}>${requests}</QBXMLMsgsRq></QBXML>`;

/** A QuickBooks in front of one: its own clock, a session, short ways to ask. For tests of the simulator. */
export class Desk {
  private constructor(
    readonly quickBooks: QuickBooks,
    private session: QuickBooksSession,
    private readonly time: { now: number },
  ) {}

  static async open(options: Partial<QuickBooksOptions> = {}): Promise<Desk> {
    const time = { now: START };
    const clock = () => new Date(time.now);
    const quickBooks = await QuickBooks.open({ books: makeWorld(7).books, seed: 7, clock, ...options });
    const session = await quickBooks.beginSession({ path: '', applicationName: 'Desk' });
    return new Desk(quickBooks, session, time);
  }

  pass(seconds: number): void {
    this.time.now += seconds * 1000;
  }

  async beginAgain(): Promise<void> {
    await this.session.end();
    this.session = await this.quickBooks.beginSession({ path: '', applicationName: 'Desk' });
  }

  raw(qbxml: string): Promise<string> {
    return this.session.processRequest(qbxml);
  }

  text(requests: string, sent: Sent = {}): Promise<string> {
    return this.raw(document(requests, sent));
  }

  /** The QBXMLMsgsRs element. */
  async set(requests: string, sent: Sent = {}): Promise<XmlElement> {
    const [set] = parseXml(await this.text(requests, sent)).root.children;
    if (!set) throw new RangeError('an answer without a message set');
    return set;
  }

  async answers(requests: string, sent: Sent = {}): Promise<readonly XmlElement[]> {
    return (await this.set(requests, sent)).children;
  }

  /** The answer to a single request. */
  async answer(request: string, sent: Sent = {}): Promise<XmlElement> {
    const [answer] = await this.answers(request, sent);
    if (!answer) throw new RangeError('no answer');
    return answer;
  }

  async status(request: string, sent: Sent = {}): Promise<string> {
    return (await this.answer(request, sent)).attributes['statusCode'] ?? '';
  }
}

/** All texts found by walking down a path of names: `at(answer, 'VendorRet', 'Name')`. */
export function at(element: XmlElement, ...path: readonly string[]): readonly string[] {
  const [name, ...rest] = path;
  if (name === undefined) return [element.text];
  return element.children.filter(child => child.name === name).flatMap(child => at(child, ...rest));
}

export const names = (element: XmlElement): readonly string[] => element.children.map(({ name }) => name);

export const order = (refNumber: string, lines: string, extra = ''): string =>
  `<PurchaseOrderAddRq requestID="po"><PurchaseOrderAdd><VendorRef><FullName>North Shore Supply</FullName></VendorRef><TxnDate>2026-03-02</TxnDate><RefNumber>${refNumber}</RefNumber>${extra}${lines}</PurchaseOrderAdd></PurchaseOrderAddRq>`;

export const line = (description: string, amount: string, item = '03:03-300'): string =>
  `<PurchaseOrderLineAdd><ItemRef><FullName>${item}</FullName></ItemRef><Desc>${description}</Desc><Amount>${amount}</Amount></PurchaseOrderLineAdd>`;
