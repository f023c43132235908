import type { Blocker, RuleId } from '@/lib/flows/flow';
import { type Books, linkKey } from '@/lib/mappings/books';
import type { Commitment } from '@/lib/procore';
import { DEFAULT_SETTINGS } from '@/lib/tenancy/settings';
import { bookLink, books } from '@/tests/factories/books';
import { COST_CODE_ID, commitmentLine, PROJECT_ID, VENDOR_ID } from '@/tests/factories/commitment';

export interface Fixture {
  readonly record?: Partial<Commitment>;
  readonly books?: Partial<Books>;
}

export interface Case {
  readonly rule: RuleId;
  readonly what: string;
  readonly severity: Blocker['severity'];
  readonly field: string;
  /** What the person reads. */
  readonly says: RegExp;
  readonly where: Blocker['fix']['where'];
  readonly fails: Fixture;
  readonly passes: Fixture;
}

export const settings = (patch: Partial<Books['settings']>) => ({
  settings: { ...DEFAULT_SETTINGS, ...patch },
});
export const linked = (key: string, patch: Parameters<typeof bookLink>[0]) => ({
  links: { ...books().links, [key]: bookLink(patch) },
});
export const PROJECT = linkKey('project', PROJECT_ID);
export const VENDOR = linkKey('vendor', VENDOR_ID);
export const CODE = linkKey('cost_code', COST_CODE_ID);
export const without = (key: string) => ({
  links: Object.fromEntries(Object.entries(books().links).filter(([one]) => one !== key)),
});
export const line = (patch: Parameters<typeof commitmentLine>[0]): Fixture => ({
  record: { lines: [commitmentLine(patch)] },
});
export const GOOD: Fixture = {};
