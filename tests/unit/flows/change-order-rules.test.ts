import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { changeOrderFlow } from '@/lib/flows/change-order';
import type { Blocker } from '@/lib/flows/flow';
import { changeOrder } from '@/tests/factories/change-order';
import { CHANGE_CASES, type ChangeFixture, changeBooks } from './change-order-rule-cases';

function check(fixture: ChangeFixture): Blocker[] {
  return changeOrderFlow.check(changeOrder(fixture.record), changeBooks(fixture.books));
}

describe('what stands in the way of sending a change order', () => {
  it.each(CHANGE_CASES)('$rule: $what', ({ rule, severity, field, says, where, fails, passes }) => {
    const found = check(fails).filter(one => one.ruleId === rule && one.field === field);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ severity, message: expect.stringMatching(says), fix: { where } });
    expect(found[0]?.fix.label).not.toBe('');
    expect(check(passes)).toEqual([]);
  });

  it('every failing rule is told at once', () => {
    const record = { number: '', status: 'draft', lines: [], originId: 'SAGE-1', grandTotal: '1' };
    const broken = check({ record, books: { links: {}, connection: null } });
    expect([...new Set(broken.map(one => one.ruleId))].toSorted()).toEqual([
      'CCO-01',
      'CCO-02',
      'CCO-04',
      'GEN-01',
      'GEN-03',
      'GEN-04',
    ]);
  });
});

const spec = fileURLToPath(new URL('../../../../shared/spec/erp-workflow.md', import.meta.url));

it.skipIf(!existsSync(spec))(
  'every change order rule of the workflow has its pair (skipped without ../shared/spec)',
  () => {
    const rules = readFileSync(spec, 'utf8').matchAll(/^\| ((?:GEN|CCO)-\d\d) \|/gm);
    const covered = new Set<string>(CHANGE_CASES.map(one => one.rule));
    const named = Array.from(rules, match => match[1] ?? '');
    expect(named.length).toBeGreaterThanOrEqual(7);
    expect(named.filter(rule => !covered.has(rule))).toEqual([]);
  },
);
