interface OfContract {
  readonly contractId: number;
}

interface Groups {
  readonly length: number;
  readonly last: unknown;
  readonly byContract: ReadonlyMap<number, readonly unknown[]>;
}

const known = new WeakMap<readonly unknown[], Groups>();

/** Rows never change their contract, so groups hold until a row comes or goes: then the length or the last one differs. */
function groupsOf(rows: readonly OfContract[]): Groups {
  const found = known.get(rows);
  const last = rows.at(-1);
  if (found && found.length === rows.length && found.last === last) return found;
  const byContract = new Map<number, OfContract[]>();
  for (const row of rows) {
    const group = byContract.get(row.contractId);
    if (group) group.push(row);
    else byContract.set(row.contractId, [row]);
  }
  const made = { length: rows.length, last, byContract };
  known.set(rows, made);
  return made;
}

/** The rows of one contract, in the order they lie in, without a walk over those of all others. */
export function ofContract<Row extends OfContract>(rows: readonly Row[], contractId: number): readonly Row[] {
  // The groups of a list hold rows of that list and nothing else.
  return (groupsOf(rows).byContract.get(contractId) ?? []) as readonly Row[];
}
