import { afterAll, beforeAll, expect, test } from 'vitest';
import { matchName } from '@/lib/mappings/names';
import { freshDatabase, type TestDatabase } from '@/tests/support/database';

const NUMBERS = [
  'SC-001',
  ' sc-001. ',
  'Pay  App 4',
  'PAY\tAPP 4 .',
  'O’Brien 1',
  'ﬁve',

  '１２',
  'a\u00a0b',
  '',
];

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

test('a number of a record that was exported is kept in the form in which numbers are compared', async () => {
  const [made] = await db.owner<{ expression: string }[]>`
    select pg_get_expr(d.adbin, d.adrelid) as expression from pg_attrdef d
    join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
    where a.attrelid = 'exports'::regclass and a.attname = 'ref_match'`;
  const rows = await db.owner.unsafe<{ match: string }[]>(
    `select ${made?.expression} as match from unnest($1::text[]) with ordinality as numbers(ref_number, place) order by place`,
    [NUMBERS],
  );
  expect(rows.map(row => row.match)).toEqual(NUMBERS.map(matchName));
});
