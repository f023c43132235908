import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { budgetFlow } from '@/lib/flows/budget';
import type { Blocker } from '@/lib/flows/flow';
import { books } from '@/tests/factories/books';
import { budget } from '@/tests/factories/budget';
import { BUDGET_CASES, type BudgetFixture } from './budget-rule-cases';

function check(fixture: BudgetFixture): Blocker[] {
  return budgetFlow.check(budget(fixture.record), books(fixture.books));
}

describe('what stands in the way of sending a budget', () => {
  it.each(BUDGET_CASES)('$rule: $what', ({ rule, severity, field, says, where, fails, passes }) => {
    const found = check(fails).filter(one => one.ruleId === rule && one.field === field);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ severity, message: expect.stringMatching(says), fix: { where } });
    expect(found[0]?.fix.label).not.toBe('');
    expect(check(passes)).toEqual([]);
  });

  it('every failing rule is told at once', () => {
    const broken = check({ record: { rows: [] }, books: { links: {}, connection: null } });
    expect([...new Set(broken.map(one => one.ruleId))].toSorted()).toEqual(['BUD-03', 'GEN-01']);
  });
});

const spec = fileURLToPath(new URL('../../../../shared/spec/erp-workflow.md', import.meta.url));

it.skipIf(!existsSync(spec))(
  'every budget rule of the workflow has its pair (skipped without ../shared/spec)',
  () => {
    const rules = readFileSync(spec, 'utf8').matchAll(/^\| (BUD-\d\d) \|/gm);
    const covered = new Set<string>(BUDGET_CASES.map(one => one.rule));
    const named = Array.from(rules, match => match[1] ?? '');
    expect(named.length).toBeGreaterThanOrEqual(2);
    expect(named.filter(rule => !covered.has(rule))).toEqual([]);
  },
);
