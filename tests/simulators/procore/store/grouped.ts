interface OfContract {
  readonly contractId: number;
}

interface Groups {
  length: number;
  last: unknown;
  readonly byContract: Map<number, readonly unknown[]>;
}

const known = new WeakMap<readonly unknown[], Groups>();

/** Rows never change their contract, so groups hold until a row goes; rows that came at the end are added to them. */
function groupsOf(rows: readonly OfContract[]): Groups {
  const found = known.get(rows);
  const isGrown = found !== undefined && rows.length >= found.length && rows[found.length - 1] === found.last;
  const groups = isGrown
    ? found
    : { length: 0, last: undefined, byContract: new Map<number, readonly unknown[]>() };
  for (const row of rows.slice(groups.length)) {
    const group = groups.byContract.get(row.contractId);
    // A new list, so that whoever reads the old one goes on undisturbed.
    groups.byContract.set(row.contractId, group ? [...group, row] : [row]);
  }
  groups.length = rows.length;
  groups.last = rows.at(-1);
  known.set(rows, groups);
  return groups;
}

/** The rows of one contract, in the order they lie in, without a walk over those of all others. */
export function ofContract<Row extends OfContract>(rows: readonly Row[], contractId: number): readonly Row[] {
  // The groups of a list hold rows of that list and nothing else.
  return (groupsOf(rows).byContract.get(contractId) ?? []) as readonly Row[];
}
