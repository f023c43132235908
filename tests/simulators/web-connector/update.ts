import { setTimeout as pause } from 'node:timers/promises';
import { type QuickBooks, QuickBooksError, type QuickBooksSession } from '../quickbooks';
import type { Method } from './envelope';
import { SoapClient, SoapError } from './soap-client';
import { Wire } from './wire';

export interface WebConnectorOptions {
  readonly url: string;
  readonly userName: string;
  readonly password: string;
  /** OwnerID and FileID of the .qwc, in braces. */
  readonly ownerId: string;
  readonly fileId: string;
  readonly quickBooks: QuickBooks;
  readonly applicationName?: string;
  readonly clientVersion?: string;
  readonly machineName?: string;
  /** How the five seconds of a NoOp pass. */
  readonly wait?: (ms: number) => Promise<void>;
  readonly wire?: Wire;
  /** One plain line for each session that did or failed at something. */
  readonly print?: (line: string) => void;
  /** Milliseconds of any steady clock. */
  readonly now?: () => number;
  /** Whether closeConnection follows connectionError = done; the guide leaves it open. */
  readonly closesAfterConnectionError?: boolean;
}

export type Outcome = 'done' | 'none' | 'nvu' | 'busy' | 'refused' | 'error' | 'postponed' | 'cut';

export interface UpdateReport {
  readonly outcome: Outcome;
  /** Every call made, in order. */
  readonly calls: readonly { readonly method: Method; readonly ms: number }[];
  /** sendRequestXML with a document and its receiveResponseXML. */
  readonly exchanges: number;
  /** Requests inside those documents. */
  readonly requests: number;
  /** What the customer sees in the status column. */
  readonly lastMessage: string;
  /** What receiveResponseXML returned, in order. */
  readonly progress: readonly number[];
  /** qbXML received from the server, in order. */
  readonly sent: readonly string[];
  readonly ticket: string;
  /** Seconds the server asked to wait before the next update; 0 when it did not. */
  readonly postponedSeconds: number;
  readonly runEverySecondsLeast: number;
}

/** Ends the update with this outcome; the text goes to the status column. */
class Ending extends Error {
  constructor(
    readonly outcome: Outcome,
    message: string,
    readonly isClosing: boolean,
  ) {
    super(message);
  }
}

const NO_OP_WAIT_MS = 5000;
/** A server that says NoOp for ever would hold a test for ever. */
const NO_OPS_MOST = 1000;
const CONNECTION_ERRORS_MOST = 10;
const DEFAULT_VERSION = '2.3.0.20';

const QBWC_CODES: Partial<Record<Method, string>> = {
  authenticate: 'QBWC1012',
  clientVersion: 'QBWC1036',
  sendRequestXML: 'QBWC1041',
  receiveResponseXML: 'QBWC1042',
  getLastError: 'QBWC1043',
  closeConnection: 'QBWC1044',
  connectionError: 'QBWC1045',
};

const failed = (method: Method, detail: string): Ending =>
  new Ending('error', `${QBWC_CODES[method] ?? 'QBWC1000'}: ${method} failed. ${detail}`, false);

/** The set itself ends in Rq too. */
const countRequests = (qbxml: string): number => (qbxml.match(/<(?!QBXMLMsgs)\w+Rq[\s/>]/g) ?? []).length;

function seconds(text: string | undefined): number {
  if (text === undefined || text === '') return 0;
  if (!/^\d+$/.test(text)) throw failed('authenticate', `"${text}" is not a number of seconds.`);
  return Number(text);
}

/** One session from serverVersion to closeConnection. */
class Update {
  private readonly calls: { method: Method; ms: number }[] = [];
  private readonly progress: number[] = [];
  private readonly sent: string[] = [];
  private readonly wire: Wire;
  private readonly client: SoapClient;
  private exchanges = 0;
  private ticket = '';
  private postponedSeconds = 0;
  private runEverySecondsLeast = 0;
  private session: QuickBooksSession | null = null;

  constructor(private readonly options: WebConnectorOptions) {
    this.wire = options.wire ?? new Wire();
    this.client = new SoapClient({
      url: options.url,
      wire: this.wire,
      onCall: call => void this.calls.push(call),
      ...(options.now ? { now: options.now } : {}),
    });
  }

  async run(): Promise<UpdateReport> {
    try {
      const ending = await this.untilTheEnd();
      const said = ending.isClosing ? await this.close() : null;
      if (said instanceof Ending) return this.report(said.outcome, said.message);
      const isPlain = ending.outcome === 'done' && said !== null && said !== '';
      return this.report(ending.outcome, isPlain ? said : ending.message);
    } finally {
      await this.session?.end();
      this.client.close();
    }
  }

  private async untilTheEnd(): Promise<Ending> {
    try {
      await this.versions();
      const path = await this.authenticate();
      for (const late of this.wire.takeLate()) await this.client.call(late.method, late.parameters);
      this.session = await this.connect(path);
      return await this.exchangeAll(this.session);
    } catch (error) {
      return endingOf(error);
    }
  }

  private async versions(): Promise<void> {
    try {
      await this.client.call('serverVersion', {});
    } catch (error) {
      // Servers written before serverVersion existed are let through; a lost connection is not.
      if (!(error instanceof SoapError) || error.isCut) throw error;
    }
    const answer = await this.client.call('clientVersion', {
      strVersion: this.options.clientVersion ?? DEFAULT_VERSION,
    });
    if (answer === '' || answer.startsWith('W:')) return;
    if (answer.startsWith('E:')) throw new Ending('refused', `QBWC1037: ${answer.slice(2)}`, false);
    if (answer.startsWith('O:'))
      throw new Ending('refused', `Server expects version ${answer.slice(2)}`, false);
    throw new Ending('error', `QBWC1046: bad answer to clientVersion: ${answer}`, false);
  }

  /** The company file to open. */
  private async authenticate(): Promise<string> {
    const { userName, password } = this.options;
    const strings = await this.client.authenticate({ strUserName: userName, strPassword: password });
    const [ticket, what, postpone, least] = strings;
    if (ticket === undefined || what === undefined || strings.length > 4) {
      throw failed('authenticate', `Index Out Of Range: ${strings.length} strings.`);
    }
    this.ticket = ticket;
    if (what === 'none') throw new Ending('none', 'No data exchange required.', true);
    if (what === 'nvu') throw new Ending('nvu', 'The user name or password is not valid.', true);
    if (what === 'busy') throw new Ending('busy', 'The application is busy.', true);
    this.runEverySecondsLeast = seconds(least);
    this.postponedSeconds = seconds(postpone);
    if (this.postponedSeconds > 0) throw new Ending('postponed', 'Update postponed by application.', false);
    return what;
  }

  private async connect(first: string): Promise<QuickBooksSession> {
    let path = first;
    for (let attempt = 0; attempt < CONNECTION_ERRORS_MOST; attempt += 1) {
      try {
        return await this.begin(path);
      } catch (error) {
        if (!(error instanceof QuickBooksError)) throw error;
        path = await this.connectionError(error);
      }
    }
    throw failed('connectionError', 'The application never said done.');
  }

  private async begin(path: string): Promise<QuickBooksSession> {
    const {
      quickBooks,
      ownerId,
      fileId,
      applicationName = 'Web Connector',
      machineName = 'OFFICE-PC',
    } = this.options;
    const session = await quickBooks.beginSession({ path, applicationName });
    quickBooks.stamp({ ownerId, fileId });
    quickBooks.lock({ ownerId, machineName });
    return session;
  }

  private async connectionError({ hresult, message }: QuickBooksError): Promise<string> {
    const answer = await this.client.call('connectionError', { ticket: this.ticket, hresult, message });
    if (answer.toLowerCase() !== 'done') return answer;
    throw new Ending('error', message, this.options.closesAfterConnectionError ?? true);
  }

  private async exchangeAll(session: QuickBooksSession): Promise<Ending> {
    let hcp = this.options.quickBooks.hcpResponse(this.options.ownerId);
    for (let noOps = 0; ; ) {
      const qbxml = await this.askForRequest(hcp);
      hcp = '';
      if (qbxml === '' || qbxml === 'NoOp') {
        noOps += 1;
        await this.pauseOrEnd(noOps);
        continue;
      }
      const ending = await this.exchange(session, qbxml);
      if (ending) return ending;
    }
  }

  private askForRequest(hcp: string): Promise<string> {
    const { path, country, majorVersion, minorVersion } = this.options.quickBooks.openCompany();
    return this.client.call('sendRequestXML', {
      ticket: this.ticket,
      strHCPResponse: hcp,
      strCompanyFileName: path,
      qbXMLCountry: country,
      qbXMLMajorVers: majorVersion,
      qbXMLMinorVers: minorVersion,
    });
  }

  /** An empty request means: ask for the last error. NoOp there means: wait and come again. */
  private async pauseOrEnd(noOps: number): Promise<void> {
    const text = await this.client.call('getLastError', { ticket: this.ticket });
    if (text !== 'NoOp') throw new Ending('error', text, true);
    if (noOps >= NO_OPS_MOST) throw new Ending('error', 'NoOp without end.', true);
    await (this.options.wait ?? pause)(NO_OP_WAIT_MS);
  }

  private async exchange(session: QuickBooksSession, qbxml: string): Promise<Ending | null> {
    this.sent.push(qbxml);
    const answer = await processed(session, qbxml);
    const result = await this.client.call('receiveResponseXML', { ticket: this.ticket, ...answer });
    this.exchanges += 1;
    const percent = progressOf(result);
    this.progress.push(percent);
    if (percent < 0) {
      const text = await this.client.call('getLastError', { ticket: this.ticket });
      return new Ending('error', text, true);
    }
    if (this.exchanges >= this.wire.stopAfterExchanges)
      return new Ending('cut', 'The Web Connector was ended.', false);
    return percent === 100 ? new Ending('done', '', true) : null;
  }

  private async close(): Promise<string | Ending> {
    if (this.session) this.options.quickBooks.unlock(this.options.ownerId);
    try {
      return await this.client.call('closeConnection', { ticket: this.ticket });
    } catch (error) {
      return endingOf(error);
    }
  }

  private report(outcome: Outcome, lastMessage: string): UpdateReport {
    const { calls, exchanges, progress, sent, ticket, postponedSeconds, runEverySecondsLeast } = this;
    const requests = sent.reduce((sum, qbxml) => sum + countRequests(qbxml), 0);
    if (!['none', 'busy', 'postponed'].includes(outcome)) {
      this.options.print?.(
        `Web Connector: ${outcome}, ${requests} requests in ${exchanges} exchanges. ${lastMessage}`,
      );
    }
    const asked = { ticket, postponedSeconds, runEverySecondsLeast };
    return { outcome, calls, exchanges, requests, lastMessage, progress, sent, ...asked };
  }
}

function endingOf(error: unknown): Ending {
  if (error instanceof Ending) return error;
  if (!(error instanceof SoapError)) throw error;
  if (error.isCut) return new Ending('cut', error.message, false);
  return failed(error.method, error.message);
}

async function processed(session: QuickBooksSession, qbxml: string) {
  try {
    return { response: await session.processRequest(qbxml), hresult: '', message: '' };
  } catch (error) {
    if (!(error instanceof QuickBooksError)) throw error;
    return { response: '', hresult: error.hresult, message: error.message };
  }
}

/** An int as .NET reads one, between what the protocol gives a meaning to. */
function progressOf(result: string): number {
  const percent = /^\s*[+-]?\d{1,10}\s*$/.test(result) ? Number(result) : Number.NaN;
  if (Number.isNaN(percent)) throw failed('receiveResponseXML', `"${result}" is not an integer.`);
  if (percent > 100) throw failed('receiveResponseXML', `${percent} is more than 100 percent.`);
  return percent;
}

/** Runs exactly one session, in the order of calls the Web Connector keeps, and tells how it went. Never throws for what the server did. */
export const runUpdate = (options: WebConnectorOptions): Promise<UpdateReport> => new Update(options).run();
