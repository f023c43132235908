import { describe, expect, it } from 'vitest';
import { Forbidden } from '@/lib/core/errors';
import { DIRECTORY_KINDS, EXPORT_KINDS, type ExportKind, IMPORT_KINDS } from '@/lib/core/kinds';
import { historyFrame } from '@/lib/history/frame';
import { type Actor, actorId } from '@/lib/tenancy/actor';
import {
  isApprover,
  isSentByApprovers,
  kindsInSight,
  mayApprove,
  maySend,
  mayView,
  NO_RIGHTS,
  type Rights,
  requireAdmin,
  requireApproval,
  requireMapping,
  requireSend,
} from '@/lib/tenancy/rights';
import { companySettings, DEFAULT_SETTINGS, readSettings } from '@/lib/tenancy/settings';
import { testEnv } from '@/tests/support/env';

const rights = (patch: Partial<Rights> = {}): Rights => ({ ...NO_RIGHTS, ...patch });
const approver = (...given: string[]): Rights => rights({ approvals: new Set(given) });
const onProject = (sees: readonly ExportKind[], ...sends: ExportKind[]): Rights =>
  rights({ projects: new Map([['7', { canSee: new Set(sees), canSend: new Set(sends) }]]) });

const ADMIN = rights({ isCompanyAdmin: true });

describe('who may do what', () => {
  it('without rights, nobody may do anything', () => {
    for (const kind of EXPORT_KINDS) {
      expect(mayApprove(NO_RIGHTS, kind, 'export')).toBe(false);
      expect(maySend(NO_RIGHTS, kind, '7')).toBe(false);
    }
    const sees = [mayView(NO_RIGHTS, '7', null), mayView(NO_RIGHTS, null, 'commitment')];
    expect([isApprover(NO_RIGHTS), ...sees]).toEqual([false, false, false]);
  });

  it('an approval is given for one kind and one direction; Procore’s own privilege covers them all', () => {
    const commitments = approver('commitment:export');
    expect(mayApprove(commitments, 'commitment', 'export')).toBe(true);
    expect(mayApprove(commitments, 'project', 'export')).toBe(false);
    expect(mayApprove(approver('project:import'), 'project', 'export')).toBe(false);
    for (const kind of [...EXPORT_KINDS, ...IMPORT_KINDS])
      for (const direction of ['export', 'import'] as const)
        expect(mayApprove(approver('*'), kind, direction)).toBe(true);
  });

  it('administering is no approving, and approving is no administering or sending', () => {
    expect(() => requireApproval(ADMIN, 'commitment', 'export')).toThrow(Forbidden);
    expect(() => requireSend(ADMIN, 'commitment', '7')).toThrow(Forbidden);
    expect(() => requireAdmin(approver('*'))).toThrow(Forbidden);
    expect(() => requireSend(approver('*'), 'commitment', '7')).toThrow(Forbidden);
  });

  it('sending takes the right on that project, for that kind', () => {
    const sender = onProject(['commitment'], 'commitment');
    expect(maySend(sender, 'commitment', '7')).toBe(true);
    for (const project of ['8', null]) expect(maySend(sender, 'commitment', project)).toBe(false);
    expect(maySend(sender, 'budget', '7')).toBe(false);
    expect(maySend(onProject(['commitment']), 'commitment', '7')).toBe(false);
  });

  it('records of the directories are sent by those who decide them, and by nobody of a project', () => {
    for (const kind of DIRECTORY_KINDS) {
      expect(isSentByApprovers(kind)).toBe(true);
      expect(maySend(approver(`${kind}:export`), kind, null)).toBe(true);
      expect(maySend(approver('commitment:export'), kind, null)).toBe(false);
      expect(maySend(onProject([kind], kind), kind, '7')).toBe(false);
      expect(() => requireSend(NO_RIGHTS, kind, null)).toThrow(/accounting approver/);
    }
    expect(isSentByApprovers('commitment')).toBe(false);
    expect(maySend(approver('commitment:export'), 'commitment', null)).toBe(false);
  });

  it('looking takes the project, or an office that sees all projects', () => {
    const reader = onProject(['budget']);
    expect([mayView(reader, '7', 'budget'), mayView(reader, '7', null)]).toEqual([true, true]);
    expect([mayView(reader, '8', 'budget'), mayView(reader, null, 'budget')]).toEqual([false, false]);
    expect(mayView(onProject([]), '7', null)).toBe(false);
    for (const office of [ADMIN, approver('cost:import')])
      expect(mayView(office, null, 'commitment')).toBe(true);
  });

  it('who sees one tool of a project sees no records of another', () => {
    const reader = onProject(['budget']);
    expect(mayView(reader, '7', 'commitment')).toBe(false);
    expect(kindsInSight(reader, '7')).toEqual(['budget']);
    expect(kindsInSight(reader, null)).toEqual([]);
    expect(kindsInSight(ADMIN, null)).toEqual(EXPORT_KINDS);
  });

  it('mappings are kept by approvers and administrators', () => {
    for (const keeper of [ADMIN, approver('commitment:export')])
      expect(() => requireMapping(keeper)).not.toThrow();
    expect(() => requireMapping(onProject(['commitment'], 'commitment'))).toThrow(Forbidden);
  });

  it('a refusal says whom to ask', () => {
    const acts = [
      () => requireApproval(NO_RIGHTS, 'commitment', 'export'),
      () => requireAdmin(NO_RIGHTS),
      () => requireSend(NO_RIGHTS, 'commitment', '7'),
      () => requireMapping(NO_RIGHTS),
    ];
    for (const act of acts)
      expect(act).toThrow(
        expect.objectContaining({ code: 'forbidden', remedy: expect.stringMatching(/\.$/) }),
      );
  });
});

describe('a company’s settings', () => {
  it('are safe for the books unless somebody lifted them', () => {
    expect(DEFAULT_SETTINGS).toEqual({
      separationOfDuties: true,
      longNumbers: 'refuse',
      sendUnits: false,
      units: {},
      budgetChanges: 'added_lines',
      mainFile: null,
      itemType: 'service',
      itemNames: 'code',
      divisions: 'parents',
      incomeAccount: null,
      expenseAccount: null,
      projectsBecome: 'jobs',
      jobNames: 'name',
      retainageItem: null,
      linkBills: true,
      billDueDays: null,
      taxItem: null,
      canadianBills: false,
      billTaxCode: null,
      mayGoTogether: false,
    });
    for (const nothing of [undefined, null, {}]) expect(readSettings(nothing)).toEqual(DEFAULT_SETTINGS);
  });

  it('are read from older and newer rows: what is unknown is dropped, what is malformed falls back to safety', () => {
    expect(readSettings({ sendUnits: true, later: 1 })).toEqual({ ...DEFAULT_SETTINGS, sendUnits: true });
    for (const odd of [{ longNumbers: 'cut' }, { separationOfDuties: 'no' }, 'x', 7, []])
      expect(readSettings(odd)).toEqual(DEFAULT_SETTINGS);
  });

  it('are taken from people only when every one is known', () => {
    expect(companySettings.safeParse({ ...DEFAULT_SETTINGS, later: 1 }).success).toBe(false);
    expect(
      companySettings.safeParse({ ...DEFAULT_SETTINGS, units: { gallons: 'x'.repeat(32) } }).success,
    ).toBe(false);
    expect(companySettings.safeParse({ ...DEFAULT_SETTINGS, units: { '': 'x' } }).success).toBe(false);
  });
});

const ACTORS: readonly [Actor, string | null][] = [
  [{ kind: 'person', userId: 'u1', name: 'Dana Ruiz' }, 'u1'],
  [{ kind: 'connector', connectionId: 'c1' }, 'c1'],
  [{ kind: 'system', task: 'poll' }, 'poll'],
  [{ kind: 'rule', name: 'small orders' }, 'small orders'],
  [{ kind: 'procore' }, null],
];

it.each(ACTORS)('history keeps %o as the id %s', (actor, id) => {
  expect(actorId(actor)).toBe(id);
});

it('what a verb does is written down under its actor, its request and its moment', () => {
  const env = testEnv();
  const company = { id: 'c', environment: 'test', procoreCompanyId: '1', name: 'Acme' };
  const [[actor] = []] = ACTORS;
  const frame = historyFrame({
    env,
    company,
    actor: actor ?? { kind: 'procore' },
    requestId: 'r1',
    address: '10.0.0.1',
  });
  expect(frame).toEqual({ companyId: 'c', actor, at: env.now(), requestId: 'r1', address: '10.0.0.1' });
});
