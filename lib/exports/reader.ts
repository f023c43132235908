import type { ExportKind } from '@/lib/core/kinds';
import type { Listing, ProcoreSession } from '@/lib/procore';
import type { Ctx } from '@/lib/tenancy';

/** A record as a listing tells of it: enough to see whether it changed. */
export interface ListedRecord {
  readonly id: string;
  readonly updatedAt: string | null;
  readonly deletedAt: string | null;
  /** Where a listing tells it: a record whose total differs changed, whatever its moment of change says. */
  readonly total?: string;
}

/** Records of one kind in a project; `part` where Procore keeps them in several lists. */
export interface RecordPlace {
  readonly projectId: string;
  readonly part: string;
}

/** A record with all it holds. */
export interface WholeRecord {
  readonly id: string;
  readonly updatedAt: string | null;
  readonly deletedAt: string | null;
}

interface Asked {
  readonly ctx: Ctx;
  readonly procore: ProcoreSession;
  readonly place: RecordPlace;
}

/** How records of a kind are found in Procore and read. */
export interface RecordReader<Row extends ListedRecord = ListedRecord> {
  readonly kind: ExportKind;
  /** Of its cursors. */
  readonly name: string;
  /** The lists Procore keeps them in; one without a name for most. */
  readonly parts: readonly string[];
  /** The list a record stands in. */
  partOf(snapshot: unknown): string;
  list(asked: Asked, listing: Listing): Promise<readonly Row[]>;
  /** How many are read before they are stored. */
  readonly atOnce: number;
  /** Whole records, those that are gone left out. */
  read(asked: Asked, ids: readonly string[]): Promise<readonly WholeRecord[]>;
  /** What follows once records of a project were stored. */
  readonly after?: (ctx: Ctx, projectId: string) => Promise<void>;
}
