/** A line that an export left on an estimate. */
export interface LinkedLine {
  /** The budget code it stands for. */
  readonly procoreLineId: string;
  readonly txnLineId: string;
  /** 0 for the line as first budgeted, n for a line of the nth change of the budget. */
  readonly part: number;
  /** ListID */
  readonly item: string | null;
  /** As `formatMoney` writes it. */
  readonly amount: string;
}

/** A line of an estimate, as last read. */
export interface EstimateLineCopy {
  readonly id: string;
  readonly text: string;
  /** As `formatMoney` writes it; null for a line of text alone. */
  readonly amount: string | null;
}

/** An estimate as it was last read. */
export interface EstimateCopy {
  /** Of the job it stands on. */
  readonly jobId?: string | null;
  /** Before tax. */
  readonly total: string | null;
  readonly lines: readonly EstimateLineCopy[];
}

/** What is known of a job's estimates around the budget of its project. */
export interface EstimateBooks {
  /** What the last export left on the budget's own estimate. */
  readonly left: readonly LinkedLine[];
  /** Null while it was never read. */
  readonly copy: EstimateCopy | null;
  /** Other estimates that count for the job, in words: `estimate 1042 of 2026-01-12`. */
  readonly others: readonly string[];
}

export const NO_ESTIMATES: EstimateBooks = { left: [], copy: null, others: [] };
