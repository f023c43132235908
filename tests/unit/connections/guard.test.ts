import { describe, expect, it } from 'vitest';
import type { CompanyFileFacts } from '@/lib/connections/facts';
import { type GuardedConnection, judgeFile } from '@/lib/connections/guard';
import type { GuardState } from '@/lib/connections/states';

const FILE = '{90A44FB5-33D9-4815-AC85-BC87A7E7D1EB}';

const FACTS: CompanyFileFacts = {
  productName: 'QuickBooks Desktop Premier Contractor Edition 2019',
  majorVersion: 29,
  country: 'US',
  qbxmlVersion: '13.0',
  companyFileName: 'Harbor & Pine Builders, Inc.',
  fileId: FILE,
  closingDate: null,
  preferences: null,
  missingRight: null,
};
const CONNECTION: GuardedConnection = {
  fileId: FILE,
  isEditionAllowed: false,
  companyFileName: 'Harbor & Pine Builders, Inc.',
};

interface Case {
  readonly what: string;
  readonly facts?: Partial<CompanyFileFacts>;
  readonly connection?: Partial<GuardedConnection>;
  readonly first: GuardState;
  /** When the company was asked for a second time; as the first where it makes no difference. */
  readonly second?: GuardState;
  readonly says?: RegExp;
}

const CASES: readonly Case[] = [
  { what: 'the right file', first: 'verified' },
  { what: 'the right file, in another case', connection: { fileId: FILE.toLowerCase() }, first: 'verified' },
  { what: 'the first contact', connection: { companyFileName: null }, first: 'verified' },
  {
    what: 'the name in other letters',
    facts: { companyFileName: ' HARBOR & PINE BUILDERS, INC. ' },
    first: 'verified',
  },
  { what: 'a name that was not told', facts: { companyFileName: null }, first: 'verified' },
  {
    what: 'no mark',
    facts: { fileId: null },
    first: 'unverified',
    second: 'wrong_file',
    says: /does not carry this connection's mark/,
  },
  {
    what: 'no mark, and a file of a wrong edition besides',
    facts: { fileId: null, majorVersion: 22 },
    first: 'unverified',
    second: 'wrong_file',
    says: /mark/,
  },
  {
    what: 'another mark',
    facts: { fileId: '{00000000-33D9-4815-AC85-BC87A7E7D1EB}' },
    first: 'wrong_file',
    says: /is not the company file/,
  },
  {
    what: 'another mark and no name',
    facts: { fileId: '{X}', companyFileName: null },
    first: 'wrong_file',
    says: /^The open company file is not/,
  },
  {
    what: 'our mark on another company',
    facts: { companyFileName: 'Otter Creek' },
    first: 'wrong_file',
    says: /“Otter Creek”.*“Harbor & Pine/,
  },
  {
    what: 'an old qbXML',
    facts: { qbxmlVersion: '12.0' },
    first: 'edition',
    says: /speaks qbXML 12\.0; the connector needs 13\.0/,
  },
  {
    what: 'an old qbXML, though the edition is allowed',
    facts: { qbxmlVersion: '12.0' },
    connection: { isEditionAllowed: true },
    first: 'edition',
    says: /13\.0/,
  },
  {
    what: 'an edition that is not listed',
    facts: { majorVersion: 31 },
    first: 'edition',
    says: /\(US 2021\) is not on the list.*administrator can allow/,
  },
  {
    what: 'the same, allowed by an administrator',
    facts: { majorVersion: 31 },
    connection: { isEditionAllowed: true },
    first: 'verified',
  },
  {
    what: 'a Canadian Pro',
    facts: { country: 'CA', productName: 'QuickBooks Pro 2019' },
    first: 'edition',
    says: /CA 2019/,
  },
  { what: 'a country that was not told', facts: { country: null }, first: 'verified' },
  {
    what: 'a product that was not told',
    facts: { productName: null, majorVersion: null, qbxmlVersion: null },
    first: 'verified',
  },
];

describe('whether a session may write to the open company file', () => {
  it.each(CASES)('$what', ({ facts, connection, first, second = first, says }) => {
    const judge = (isSecondLook: boolean) =>
      judgeFile({ ...FACTS, ...facts }, { ...CONNECTION, ...connection }, isSecondLook);
    expect(judge(false).guard).toBe(first);
    const verdict = judge(true);
    expect(verdict.guard).toBe(second);
    expect(verdict.reason === null).toBe(second === 'verified');
    if (says) expect(verdict.reason).toMatch(says);
  });

  it('whatever else a file tells, only the mark of this connection lets it be written to', () => {
    for (const { facts, connection } of CASES) {
      const strange = { ...FACTS, ...facts, fileId: '{11111111-33D9-4815-AC85-BC87A7E7D1EB}' };
      for (const isSecondLook of [false, true])
        expect(
          judgeFile(strange, { ...CONNECTION, ...connection, isEditionAllowed: true }, isSecondLook).guard,
        ).toBe('wrong_file');
    }
  });

  it('the second look never leaves it open', () => {
    for (const { facts, connection } of CASES)
      expect(judgeFile({ ...FACTS, ...facts }, { ...CONNECTION, ...connection }, true).guard).not.toBe(
        'unverified',
      );
  });
});
