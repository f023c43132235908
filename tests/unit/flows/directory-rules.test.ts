import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ExportFlow } from '@/lib/flows/flow';
import { flowOf } from '@/lib/flows/registry';
import { company, costCode, directoryBooks, project } from '@/tests/factories/directory';
import { COST_CODE_RULES } from './cost-code-rule-cases';
import type { ListCase } from './list-rule-cases';
import { PROJECT_RULES } from './project-rule-cases';
import { VENDOR_RULES } from './vendor-rule-cases';

const RECORDS = { cost_code: costCode(), project: project(), vendor: company() } as const;
const CASES: readonly ListCase[] = [...COST_CODE_RULES, ...PROJECT_RULES, ...VENDOR_RULES];

function flowFor(kind: ListCase['kind']): ExportFlow {
  const flow = flowOf(kind);
  if (flow === null) throw new RangeError(`${kind} is not carried`);
  return flow;
}

function check({ kind }: Pick<ListCase, 'kind'>, given: ListCase['fails']) {
  const { record, ...rest } = given;
  return flowFor(kind).check({ ...RECORDS[kind], ...record }, directoryBooks(rest));
}

describe('what stands in the way of a record of a list', () => {
  it.each(CASES)('$rule of a $kind: $what', one => {
    const found = check(one, one.fails).filter(
      blocker => blocker.ruleId === one.rule && blocker.field === one.field,
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      severity: one.severity ?? 'blocks',
      message: expect.stringMatching(one.says),
      fix: { where: one.where },
    });
    expect(found[0]?.fix.label).not.toBe('');
    expect(check(one, one.passes)).toEqual([]);
  });

  it.each(['cost_code', 'project', 'vendor'] as const)('the usual %s passes every rule', kind => {
    expect(check({ kind }, {})).toEqual([]);
  });
});

const spec = fileURLToPath(new URL('../../../../shared/spec/erp-workflow.md', import.meta.url));

it.skipIf(!existsSync(spec))(
  'every rule of the workflow for these records has its pair (skipped without ../shared/spec)',
  () => {
    const rules = Array.from(
      readFileSync(spec, 'utf8').matchAll(/^\| ((?:CC|PRJ|VEN)-\d\d) \|/gm),
      match => match[1] ?? '',
    );
    const covered = new Set<string>(CASES.map(one => one.rule));
    // CC-01 judges the lines that name a code, not the code: a commitment's COM-03.
    const named = rules.filter(rule => rule !== 'CC-01');
    expect(named.length).toBeGreaterThanOrEqual(9);
    expect(named.filter(rule => !covered.has(rule))).toEqual([]);
  },
);
