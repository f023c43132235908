import type { OperationName } from '@/lib/qbwc';
import { type QuickBooks, QuickBooksError, type QuickBooksSession } from '@/tests/simulators/quickbooks';

/** What one whole run of a Web Connector looked like from the PC. */
export interface Run {
  /** `''`, or `none`, `busy`, `nvu`. */
  readonly status: string;
  readonly sent: readonly string[];
  readonly progress: readonly number[];
  /** What getLastError said, where it was asked; null otherwise. */
  readonly lastError: string | null;
  /** What closeConnection answered. */
  readonly closing: string;
}

export interface Answer {
  readonly response: string;
  readonly hresult: string;
  readonly message: string;
}

export interface Line {
  call(operation: OperationName, params: Record<string, string>): Promise<unknown>;
  readonly login: { readonly userName: string; readonly password: string };
  readonly stamp: { readonly ownerId: string; readonly fileId: string };
  readonly quickBooks: QuickBooks;
}

/** No scenario of these tests needs more; a run that does goes in circles. */
const MOST_EXCHANGES = 100;

export async function authenticate(
  line: Pick<Line, 'call' | 'login'>,
  login = line.login,
): Promise<{ ticket: string; status: string }> {
  const answer = await line.call('authenticate', {
    strUserName: login.userName,
    strPassword: login.password,
  });
  const [ticket = '', status = 'no answer'] = answer as string[];
  return { ticket, status };
}

/** A Web Connector after authenticate, taken step by step. */
export class Visit {
  private hcp: string;

  private constructor(
    private readonly line: Line,
    readonly ticket: string,
    private readonly session: QuickBooksSession,
  ) {
    this.hcp = line.quickBooks.hcpResponse(line.stamp.ownerId);
  }

  /** @throws QuickBooksError where QuickBooks would not be reached. */
  static async begin(line: Line, ticket: string): Promise<Visit> {
    line.quickBooks.stamp(line.stamp);
    const session = await line.quickBooks.beginSession({ path: '', applicationName: 'connector' });
    return new Visit(line, ticket, session);
  }

  /** The first one carries what the company file tells of itself, unless told what to carry instead. */
  async next(hcp = this.hcp): Promise<string> {
    this.hcp = '';
    const params = { qbXMLCountry: 'US', qbXMLMajorVers: '13', qbXMLMinorVers: '0' };
    const xml = await this.line.call('sendRequestXML', {
      ticket: this.ticket,
      strHCPResponse: hcp,
      strCompanyFileName: '',
      ...params,
    });
    return String(xml);
  }

  async ask(xml: string): Promise<Answer> {
    try {
      return { response: await this.session.processRequest(xml), hresult: '', message: '' };
    } catch (thrown) {
      if (!(thrown instanceof QuickBooksError)) throw thrown;
      return { response: '', hresult: thrown.hresult, message: thrown.message };
    }
  }

  async bring(answer: Answer): Promise<number> {
    return Number(await this.line.call('receiveResponseXML', { ticket: this.ticket, ...answer }));
  }

  async lastError(): Promise<string> {
    return String(await this.line.call('getLastError', { ticket: this.ticket }));
  }

  async close(): Promise<string> {
    await this.session.end();
    return String(await this.line.call('closeConnection', { ticket: this.ticket }));
  }
}

/** One whole run against the company file, in the Web Connector's order of calls. */
export async function runUpdate(line: Line): Promise<Run> {
  const { ticket, status } = await authenticate(line);
  const nothing = { sent: [], progress: [], lastError: null };
  const close = async (): Promise<string> => String(await line.call('closeConnection', { ticket }));
  if (status !== '') return { ...nothing, status, closing: await close() };
  try {
    return { status, ...(await exchange(await Visit.begin(line, ticket))) };
  } catch (thrown) {
    if (!(thrown instanceof QuickBooksError)) throw thrown;
    await line.call('connectionError', { ticket, hresult: thrown.hresult, message: thrown.message });
    return { ...nothing, status, closing: await close() };
  }
}

/** Exchanges until there is nothing more, then closes. Held open, it asks again without waiting. */
export async function exchange(visit: Visit): Promise<Omit<Run, 'status'>> {
  const sent: string[] = [];
  const progress: number[] = [];
  for (let noOps = 0; sent.length + noOps < MOST_EXCHANGES; ) {
    const xml = await visit.next();
    if (xml === '') {
      const lastError = await visit.lastError();
      if (lastError !== 'NoOp') return { sent, progress, lastError, closing: await visit.close() };
      noOps += 1;
      continue;
    }
    sent.push(xml);
    const percent = await visit.bring(await visit.ask(xml));
    progress.push(percent);
    if (percent < 0)
      return { sent, progress, lastError: await visit.lastError(), closing: await visit.close() };
    if (percent >= 100) return { sent, progress, lastError: null, closing: await visit.close() };
  }
  throw new RangeError(`a run of the Web Connector did not end within ${MOST_EXCHANGES} exchanges`);
}
