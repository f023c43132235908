/** What QuickBooks will receive, drawn for people. Made from the request itself, never from the Procore record. */
export interface Preview {
  /** `Purchase Order` */
  readonly form: string;
  readonly header: readonly PreviewField[];
  readonly lines: readonly PreviewLine[];
  /** Empty for what has no amounts. */
  readonly total: string;
  /** What was changed on the way: cut, replaced, fitted. */
  readonly notes: readonly string[];
}

export interface PreviewField {
  readonly label: string;
  /** As it is sent; a date as `2026-03-02`. */
  readonly value: string;
}

export interface PreviewLine {
  readonly item: string;
  readonly description: string;
  readonly quantity: string | null;
  readonly rate: string | null;
  readonly amount: string;
  /** What stands in QuickBooks now, where the line is changed; null for one that is added. Absent for a new record. */
  readonly before?: string | null;
  readonly job: string;
}
