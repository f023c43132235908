import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { CompanyFile, type Surroundings } from './company/company-file';
import type { CompanyState } from './company/records';
import type { Change, Iterators } from './execute';

/** Who asked for a change. */
export interface Origin {
  readonly by: 'application' | 'bookkeeper';
  readonly application: string | null;
  readonly request: string | null;
  readonly requestId: string | null;
  readonly messageSetId: string | null;
  /** The document it came in, byte for byte. */
  readonly qbxml: string | null;
}

export interface JournalEntry extends Change, Origin {
  /** Counts up from 1 over all company files. */
  readonly sequence: number;
  readonly at: string;
  readonly path: string;
  /** FileIDs stamped in that company file at the time. */
  readonly fileIds: readonly string[];
}

export interface OpenSession {
  readonly application: string;
  readonly file: CompanyFile;
  readonly iterators: Iterators;
}

export const BOOKKEEPER: Origin = {
  by: 'bookkeeper',
  application: null,
  request: null,
  requestId: null,
  messageSetId: null,
  qbxml: null,
};

interface MachineOptions extends Surroundings {
  readonly savePath: string | null;
  readonly print: (line: string) => void;
}

const samePath = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The PC: QuickBooks running or not, the company files on its disk, the one that is open, and who is connected. */
export class Machine {
  readonly main: CompanyFile;
  readonly journal: JournalEntry[] = [];
  readonly sessions = new Set<OpenSession>();
  isRunning = true;
  open: CompanyFile;
  private readonly files: CompanyFile[];

  constructor(
    seeded: () => CompanyState,
    private readonly options: MachineOptions,
  ) {
    this.main = new CompanyFile(this.saved() ?? seeded(), options);
    this.open = this.main;
    this.files = [this.main];
  }

  file(path: string): CompanyFile | undefined {
    return this.files.find(({ state }) => samePath(state.path, path));
  }

  /** Another company file on the same PC; only the main one is saved to disk. */
  create(state: CompanyState): CompanyFile {
    const file = new CompanyFile(state, this.options);
    this.files.push(file);
    return file;
  }

  /** Opening a file closes every session of the one before. */
  openFile(file: CompanyFile): void {
    this.sessions.clear();
    this.open = file;
    this.isRunning = true;
  }

  record(file: CompanyFile, change: Change, origin: Origin): void {
    const fileIds = file.state.extensions.filter(({ name }) => name === 'FileID').map(({ value }) => value);
    const at = file.time.moment(file.now());
    const sequence = this.journal.length + 1;
    this.journal.push({ ...change, ...origin, sequence, at, path: file.state.path, fileIds });
    this.options.print(change.line);
  }

  /** Written beside and renamed, so that a reader finds the old file or the new one, never half of one. */
  persist(): void {
    const { savePath } = this.options;
    if (savePath === null) return;
    const beside = `${savePath}.new`;
    writeFileSync(beside, JSON.stringify(this.main.state));
    renameSync(beside, savePath);
  }

  private saved(): CompanyState | null {
    const { savePath } = this.options;
    if (savePath === null || !existsSync(savePath)) return null;
    const saved = JSON.parse(readFileSync(savePath, 'utf8')) as CompanyState;
    // Company files saved by earlier versions have neither classes nor bills nor estimates.
    const { bills = {}, estimates = {}, lists } = saved;
    return { ...saved, bills, estimates, lists: { ...lists, class: lists.class ?? [] } };
  }
}
