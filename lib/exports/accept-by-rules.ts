import type { Tx } from '@/lib/db/client';
import { type Ctx, NO_RIGHTS } from '@/lib/tenancy';
import { acceptIn } from './accept';
import { rulesFor } from './direct-matches';

/**
 * Accepts what was just sent and what a direct export rule is for, under the name of the rule, which stands in for the
 * approver and for the second person. What cannot be accepted as it is waits for an approver, as if there were no rule.
 * Gives the names of rules by the records that they accepted.
 */
export async function acceptByRules(
  ctx: Ctx,
  tx: Tx,
  exportIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (exportIds.length === 0) return new Map();
  const matches = new Map(
    (await rulesFor(tx, ctx.company.id, exportIds)).map(one => [one.export_id, one.name]),
  );
  const accepted = new Map<string, string>();
  for (const [name, ids] of byName(exportIds, matches)) {
    const refused = await acceptIn(asRule(ctx, name), tx, {
      inputs: ids.map(id => ({ id, hash: null })),
      from: { states: ['awaiting_approval'], action: 'accepted', reason: reasonOf(name) },
    });
    for (const id of ids) if (!refused.isRefused(id)) accepted.set(id, name);
  }
  return accepted;
}

/** The records of each rule, in the order they were sent. */
function byName(exportIds: readonly string[], matches: ReadonlyMap<string, string>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const id of exportIds) {
    const name = matches.get(id);
    if (name !== undefined) groups.set(name, [...(groups.get(name) ?? []), id]);
  }
  return groups;
}

/** A rule may accept, and nothing else. */
function asRule(ctx: Ctx, name: string): Ctx {
  return { ...ctx, actor: { kind: 'rule', name }, rights: { ...NO_RIGHTS, approvals: new Set(['*']) } };
}

function reasonOf(name: string): string {
  return `Accepted as it was sent, by the direct export rule “${name}”. Rules need no second person.`;
}
