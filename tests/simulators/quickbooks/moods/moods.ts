import type { BooksPreferences } from '@/tests/simulators/world';
import type { CompanyState } from '../company/records';
import type { JudgedRequest, JudgedSet } from '../judge';
import type { Machine } from '../machine';
import type { Storing } from '../message-sets';
import { type Spoiler, spoilt } from '../spoil';
import { isMeant, isSetMeant, type RequestMatch, Rules, type Times } from './rules';

export interface OtherFile {
  readonly path: string;
  readonly companyName: string;
  /** Stamped for every owner the right file knows; null leaves the other file without one. */
  readonly fileId: string | null;
}

export interface Backup {
  readonly state: CompanyState;
}

type Moment = 'before' | 'after';
type Hook = (qbxml: string) => Promise<void>;

interface Failure {
  readonly hresult: string;
  readonly when: Moment;
}

const whoever = ({ times: _times, ...match }: RequestMatch & Times): RequestMatch => match;

/** Misbehaviour on demand. Each mood is deterministic: it happens the next so many times something fits it. */
export class Moods {
  private readonly statuses = new Rules<JudgedRequest, { code: number; message: string }>();
  private readonly warnings = new Rules<JudgedRequest, { code: number; message: string }>();
  private readonly sessionFailures = new Rules<null, string>();
  private readonly setFailures = new Rules<readonly JudgedRequest[], Failure>();
  private readonly spoiling = new Rules<readonly JudgedRequest[], Spoiler>();
  private readonly hcpSpoiling = new Rules<null, Spoiler>();
  private readonly storings = new Rules<null, Storing>();
  private readonly closings = new Rules<readonly JudgedRequest[], true>();
  private readonly hooks: Record<Moment, Rules<null, Hook>> = { before: new Rules(), after: new Rules() };
  private isRightsLimited = false;
  private isDialogShown = false;
  private isFileIdHidden = false;
  private isFoundWithheld = false;

  constructor(
    private readonly machine: Machine,
    private readonly otherState: (other: OtherFile) => CompanyState,
  ) {}

  /** Answers matching requests with this status instead of running them. */
  answerStatus(status: { code: number; message?: string } & RequestMatch & Times): void {
    const { code, message = 'The request could not be processed.', times, ...match } = status;
    this.statuses.add({ code, message }, times, request => isMeant(request, match));
  }

  /** Runs matching requests and answers this status instead of 0, as a warning does. */
  warn(status: { code: number; message?: string } & RequestMatch & Times): void {
    const { code, message = 'The request was done with a warning.', times, ...match } = status;
    this.warnings.add({ code, message }, times, request => isMeant(request, match));
  }

  /** The next sessions do not begin. */
  failSession(hresult: string, times = 1): void {
    this.sessionFailures.add(hresult, times);
  }

  /** Throws instead of answering: before anything ran, or after all of it was saved and its answer stored. */
  failProcessing(failure: Failure & RequestMatch & Times): void {
    const { hresult, when, times, ...match } = failure;
    this.setFailures.add({ hresult, when }, times, requests => isSetMeant(requests, match));
  }

  /** Spoils answers on the way out; what QuickBooks stored is whole. */
  spoilAnswers(spoiler: Spoiler, options: RequestMatch & Times = {}): void {
    const match = whoever(options);
    this.spoiling.add(spoiler, options.times, requests => isSetMeant(requests, match));
  }

  /** Spoils what the Web Connector sends along with its first sendRequestXML. */
  spoilHcp(spoiler: Spoiler, times = 1): void {
    this.hcpSpoiling.add(spoiler, times);
  }

  /** The next sets with an id run and answer 9005: their answer could not be stored. */
  cannotStoreAnswers(times = 1): void {
    this.storings.add('refused', times);
  }

  /** The next sets with an id run and answer as usual, yet nothing is stored. */
  forgetAnswers(times = 1): void {
    this.storings.add('forgotten', times);
  }

  /** Every answer stored so far is gone. */
  loseStoredAnswers(): void {
    this.machine.open.state.storedAnswers = {};
    this.machine.persist();
  }

  /**
   * Waits for the hook: before anything runs, or when all is saved and the answer is about to leave. QuickBooks serves
   * nobody meanwhile, so a hook that asks it something waits for ever.
   */
  hold(hook: Hook, options: { when?: Moment } & Times = {}): void {
    this.hooks[options.when ?? 'after'].add(hook, options.times);
  }

  /** Somebody opened another company; tickets of the right file are stale from now on. */
  openOtherFile(other: OtherFile): void {
    const known = this.machine.file(other.path);
    const file = known ?? this.machine.create(this.otherState(other));
    const stamps = this.machine.main.state.extensions.filter(({ name }) => name === 'FileID');
    for (const { ownerId } of known || other.fileId === null ? [] : stamps) {
      file.setExtension(ownerId, 'FileID', other.fileId);
    }
    this.machine.openFile(file);
  }

  openRightFile(): void {
    this.machine.openFile(this.machine.main);
  }

  /** CompanyQuery shows no FileID, as when the stamp was never written. */
  hideFileId(isHidden = true): void {
    this.isFileIdHidden = isHidden;
  }

  showModalDialog(isShown = true): void {
    this.isDialogShown = isShown;
  }

  /** Closed and started again: every ticket is stale, every iterator gone. */
  restartQuickBooks(): void {
    this.machine.openFile(this.machine.open);
  }

  /** Walks go stale while their sessions live on, as after a long silence: the next page answers 3391. */
  loseIterators(): void {
    for (const { iterators } of this.machine.sessions) iterators.clear();
  }

  /** As `restartQuickBooks`, right after the next matching set was answered. */
  restartAfter(options: RequestMatch & Times = {}): void {
    const match = whoever(options);
    this.closings.add(true, options.times, requests => isSetMeant(requests, match));
  }

  /** Nobody has QuickBooks running; only a session that names a path starts it. */
  quitQuickBooks(): void {
    this.machine.sessions.clear();
    this.machine.isRunning = false;
  }

  startQuickBooks(): void {
    this.machine.isRunning = true;
  }

  setPreferences(changes: Partial<BooksPreferences>): void {
    const { state } = this.machine.open;
    state.preferences = { ...state.preferences, ...changes };
    this.machine.persist();
  }

  /** The QuickBooks user is no longer Admin: queries come back empty without an error, writes answer 3260. */
  limitRights(isLimited = true): void {
    this.isRightsLimited = isLimited;
  }

  /** A query by ids with some missing answers 500 with none at all, which has been seen in the field. */
  withholdFound(isWithheld = true): void {
    this.isFoundWithheld = isWithheld;
  }

  /** Nothing is told any more of what was deleted so far, as after 90 days. */
  forgetDeletions(): void {
    this.machine.main.state.deletions.splice(0);
    this.machine.persist();
  }

  /** A copy of the company file as it is now. */
  backup(): Backup {
    return { state: structuredClone(this.machine.main.state) };
  }

  /** Puts a copy back: objects, edit sequences, deletions, ids and stored answers are those of its day. */
  restore(backup: Backup): void {
    this.machine.main.restore(structuredClone(backup.state));
    this.machine.openFile(this.machine.main);
    this.machine.persist();
  }

  /** Ends every mood that waits for its turn; files, preferences and what was lost stay as they are. */
  clear(): void {
    const waiting = [
      this.statuses,
      this.warnings,
      this.sessionFailures,
      this.setFailures,
      this.spoiling,
      this.hcpSpoiling,
    ];
    for (const rules of [...waiting, this.storings, this.closings, this.hooks.before, this.hooks.after])
      rules.clear();
    this.isRightsLimited = false;
    this.isDialogShown = false;
    this.isFileIdHidden = false;
    this.isFoundWithheld = false;
  }

  /** What QuickBooks asks its moods while it works. */
  readonly now = {
    isRightsLimited: () => this.isRightsLimited,
    isDialogShown: () => this.isDialogShown,
    isFileIdHidden: () => this.isFileIdHidden,
    isFoundWithheld: () => this.isFoundWithheld,
    sessionFailure: () => this.sessionFailures.take(null),
    status: (request: JudgedRequest) => this.statuses.take(request),
    warning: (request: JudgedRequest) => this.warnings.take(request),
    setFailure: ({ requests }: JudgedSet) => this.setFailures.take(requests),
    storing: ({ newMessageSetId }: JudgedSet): Storing =>
      (newMessageSetId === null ? undefined : this.storings.take(null)) ?? 'stored',
    isClosing: ({ requests }: JudgedSet) => this.closings.take(requests) ?? false,
    held: async (when: Moment, qbxml: string) => this.hooks[when].take(null)?.(qbxml),
    answer: (answer: string, { requests }: JudgedSet) => {
      const spoiler = this.spoiling.take(requests);
      return spoiler === undefined ? answer : spoilt(answer, spoiler);
    },
    hcp: (answer: string) => {
      const spoiler = this.hcpSpoiling.take(null);
      return spoiler === undefined ? answer : spoilt(answer, spoiler);
    },
  };
}
