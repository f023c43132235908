import type { Books } from '@/tests/simulators/world';
import { type Random, randomFrom } from '@/tests/simulators/world';
import { answerDocument, writeAnswer } from './answers';
import { Bookkeeper } from './bookkeeper';
import { BooksView } from './books-view';
import { supportedVersions } from './company/product';
import { seededState } from './company/seed';
import { HRESULT, QuickBooksError } from './errors';
import { Iterators } from './execute';
import { type JudgedSet, judge } from './judge';
import { Machine, type OpenSession, type Origin } from './machine';
import { MessageSets } from './message-sets';
import { Moods } from './moods/moods';
import { type SetRun, SetRunner } from './run-set';
import { SchemaCheck } from './schema-check';

export interface QuickBooksOptions {
  readonly books: Books;
  readonly seed: number;
  readonly clock: () => Date;
  /** Where the company file is kept, as JSON; loaded from there when it exists. */
  readonly savePath?: string;
  /** Where Intuit's schema files are; when they are there every request is judged by them too. */
  readonly schemaDirectory?: string | null;
  /** One plain line for each committed change. */
  readonly print?: (line: string) => void;
  /** Minutes east of UTC of the PC's clock, all year round; -360 unless told. */
  readonly utcOffsetMinutes?: number;
}

export interface QuickBooksSession {
  /** Answers one message set. Throws `QuickBooksError` where COM would fail instead of answering. */
  processRequest(qbxml: string): Promise<string>;
  end(): Promise<void>;
}

/** What the Web Connector learns of the open file and tells the server. */
export interface OpenCompany {
  readonly path: string;
  readonly country: string;
  readonly majorVersion: string;
  readonly minorVersion: string;
}

const CENTRAL_TIME = -360;
const hcpRequest = (ownerId: string, version: string): string => `<?xml version="1.0"?>
<?qbxml version="${version}"?>
<QBXML><QBXMLMsgsRq onError="continueOnError"><HostQueryRq requestID="0"/>
<CompanyQueryRq requestID="1"><OwnerID>${ownerId}</OwnerID></CompanyQueryRq>
<PreferencesQueryRq requestID="2"/></QBXMLMsgsRq></QBXML>`;
/** Intervals of 100 ns from the year 1 to 1970, as .NET counts time. */
const TICKS_AT_1970 = 621_355_968_000_000_000n;

function guidFrom(random: Random): string {
  const digits = (count: number): string =>
    Array.from({ length: count }, () => random.whole(0, 15).toString(16)).join('');
  return [8, 4, 4, 4, 12].map(digits).join('-');
}

/**
 * A QuickBooks Desktop with one company file, as strict as Intuit's specification: what breaks the grammar refuses the
 * whole set, what breaks a rule of the books fails its request. The same seed, clock and calls give the same answers.
 */
export class QuickBooks {
  readonly moods: Moods;
  readonly bookkeeper: Bookkeeper;
  readonly books: BooksView;
  private readonly machine: Machine;
  private readonly schema: SchemaCheck | null;
  private readonly random: Random;
  private queue: Promise<unknown> = Promise.resolve();

  private constructor(options: QuickBooksOptions) {
    const { books, seed, clock } = options;
    this.random = randomFrom(seed);
    this.schema = SchemaCheck.in(options.schemaDirectory ?? null);
    this.machine = new Machine(() => seededState(books, seed), {
      clock,
      utcOffsetMinutes: options.utcOffsetMinutes ?? CENTRAL_TIME,
      savePath: options.savePath ?? null,
      print: options.print ?? (() => undefined),
    });
    this.moods = new Moods(this.machine, ({ path, companyName }) =>
      seededState({ ...books, filePath: path, companyName }, seed + 1),
    );
    this.bookkeeper = new Bookkeeper(this.machine);
    this.books = new BooksView(this.machine);
  }

  static async open(options: QuickBooksOptions): Promise<QuickBooks> {
    return new QuickBooks(options);
  }

  /** What COM's OpenConnection and BeginSession do together; `path` '' asks for the file open now. */
  async beginSession(input: { path: string; applicationName: string }): Promise<QuickBooksSession> {
    const failure = this.moods.now.sessionFailure();
    if (failure !== undefined) throw new QuickBooksError(failure);
    if (this.moods.now.isDialogShown()) throw new QuickBooksError(HRESULT.modalDialog);
    this.openFor(input.path);
    const session: OpenSession = {
      application: input.applicationName,
      file: this.machine.open,
      iterators: new Iterators(() => guidFrom(this.random)),
    };
    this.machine.sessions.add(session);
    return {
      processRequest: qbxml => this.inTurn(() => this.process(session, qbxml)),
      end: async () => {
        this.machine.sessions.delete(session);
      },
    };
  }

  /** The open file, as BeginSession reports it. */
  openCompany(): OpenCompany {
    const { path, country, majorVersion } = this.machine.open.state;
    const [major = '', minor = ''] = (supportedVersions(majorVersion, country).at(-1) ?? '').split('.');
    return { path, country, majorVersion: major, minorVersion: minor };
  }

  /** The strHCPResponse of a Web Connector session: host, company with this owner's stamps, preferences. */
  hcpResponse(ownerId: string): string {
    const file = this.machine.open;
    const host = this.host();
    const set = judge(hcpRequest(ownerId, host.supportedVersions.at(-1) ?? ''), host);
    const moods = { ...this.moods.now, status: () => undefined, warning: () => undefined };
    const run = { file, iterators: new Iterators(() => ''), moods, record: () => undefined };
    const responses = new SetRunner(set, run).responses();
    return this.moods.now.hcp(writeAnswer(answerDocument({}, responses)));
  }

  /** Stores the FileID under the owner unless that owner has one already; tells whether it was stored. */
  stamp({ ownerId, fileId }: { ownerId: string; fileId: string }): boolean {
    const file = this.machine.open;
    if (file.extension(ownerId, 'FileID') !== undefined) return false;
    file.setExtension(ownerId, 'FileID', fileId);
    this.machine.persist();
    return true;
  }

  /** The Web Connector's update lock; a lock left behind by a session that died is written over. */
  lock({ ownerId, machineName }: { ownerId: string; machineName: string }): void {
    const ticks = TICKS_AT_1970 + BigInt(this.machine.open.now()) * 10_000_000n;
    this.machine.open.setExtension(ownerId, 'AppLock', `LOCKED:${machineName}:${ticks}`);
    this.machine.persist();
  }

  unlock(ownerId: string): void {
    this.machine.open.setExtension(ownerId, 'AppLock', null);
    this.machine.persist();
  }

  private host() {
    const { majorVersion, country } = this.machine.open.state;
    return { country, supportedVersions: supportedVersions(majorVersion, country) };
  }

  private openFor(path: string): void {
    const { machine } = this;
    const wanted = path === '' ? undefined : machine.file(path);
    if (machine.isRunning) {
      if (path !== '' && wanted !== machine.open) throw new QuickBooksError(HRESULT.otherFileOpen);
      return;
    }
    if (path === '') throw new QuickBooksError(HRESULT.notRunning);
    if (!wanted) throw new QuickBooksError(HRESULT.cannotAccess);
    machine.openFile(wanted);
  }

  /** QuickBooks serves one caller at a time. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.queue.then(work);
    this.queue = result.catch(() => undefined);
    return result;
  }

  private async process(session: OpenSession, qbxml: string): Promise<string> {
    const mood = this.moods.now;
    await mood.held('before', qbxml);
    if (!this.machine.sessions.has(session)) throw new QuickBooksError(HRESULT.staleTicket);
    if (mood.isDialogShown()) throw new QuickBooksError(HRESULT.modalDialog);
    const set = judge(qbxml, this.host());
    await this.checkSchema(qbxml);
    const failure = mood.setFailure(set);
    if (failure?.when === 'before') throw new QuickBooksError(failure.hresult);
    const sets = new MessageSets(session.file.state);
    const answer = sets.answerFor(set, qbxml) ?? this.run(session, { set, qbxml, sets });
    this.machine.persist();
    await mood.held('after', qbxml);
    if (mood.isClosing(set)) this.moods.restartQuickBooks();
    if (failure) throw new QuickBooksError(failure.hresult);
    return mood.answer(answer, set);
  }

  private run(
    session: OpenSession,
    { set, qbxml, sets }: { set: JudgedSet; qbxml: string; sets: MessageSets },
  ): string {
    const { file, iterators, application } = session;
    const moods = this.moods.now;
    const record: SetRun['record'] = (change, { name, attributes }) => {
      const asked = { request: name, requestId: attributes['requestID'] ?? null };
      const origin: Origin = {
        by: 'application',
        application,
        ...asked,
        messageSetId: set.newMessageSetId,
        qbxml,
      };
      this.machine.record(file, change, origin);
    };
    const responses = new SetRunner(set, { file, iterators, moods, record }).responses();
    return sets.finish(set, { qbxml, responses, storing: moods.storing(set) });
  }

  private async checkSchema(qbxml: string): Promise<void> {
    const [faults = []] = (await this.schema?.faults([qbxml])) ?? [];
    const [fault] = faults.filter(isNotAboutLength);
    if (fault !== undefined) throw new QuickBooksError(HRESULT.cannotParse, fault);
  }
}

/**
 * Lengths are not the schema's business here: over-long text fails its request with 3070, not the set. libxml2 follows
 * such a complaint with a second one about the type.
 */
function isNotAboutLength(message: string, at: number, all: readonly string[]): boolean {
  const isLength = (text: string | undefined): boolean => text?.includes("[facet 'maxLength']") ?? false;
  const isEcho = message.includes('is not a valid value of') && isLength(all[at - 1]);
  return !isLength(message) && !isEcho;
}
