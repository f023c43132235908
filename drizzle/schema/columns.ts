import { type SQL, sql } from 'drizzle-orm';
import { check, customType, pgPolicy, timestamp } from 'drizzle-orm/pg-core';
import { type Cents, formatMoney, parseMoney } from '@/lib/core/money';

/** numeric(14,2) at rest, integer cents in code. */
export const money = customType<{ data: Cents; driverData: string }>({
  dataType: () => 'numeric(14, 2)',
  toDriver: formatMoney,
  fromDriver: parseMoney,
});

/** bigint at rest, decimal text in code: some Procore ids exceed 2^53. */
export const procoreId = customType<{ data: string; driverData: string }>({
  dataType: () => 'bigint',
  fromDriver: String,
});

export const moment = () => timestamp({ withTimezone: true, mode: 'date' });

const tenantIs = (column: string): SQL =>
  sql.raw(`${column} = nullif(current_setting('app.company_id', true), '')::uuid`);

/** Rows of the company in scope, and no others, for reading and for writing. */
export function tenantPolicy(column = 'company_id') {
  return pgPolicy('tenant', { for: 'all', using: tenantIs(column), withCheck: tenantIs(column) });
}

/**
 * Lets a row be seen by whoever names its unguessable mark before the company is known: a Web Connector's user name, a
 * webhook's token, a download link. Reading only.
 */
export function keyPolicy(setting: string, column: string) {
  return pgPolicy(`by_${setting}`, {
    for: 'select',
    using: sql.raw(`${column} = nullif(current_setting('app.${setting}', true), '')`),
  });
}

/** A text column that holds one of a closed set. */
export function oneOf(name: string, column: string, values: readonly string[]) {
  return check(name, sql.raw(`${column} in (${values.map(value => `'${value}'`).join(', ')})`));
}

/** Upper bounds of free text; what is longer is a bug upstream, not data. */
export function atMost(name: string, lengths: Readonly<Record<string, number>>) {
  const parts = Object.entries(lengths).map(([column, most]) => `char_length(${column}) <= ${most}`);
  return check(name, sql.raw(parts.join(' and ')));
}
