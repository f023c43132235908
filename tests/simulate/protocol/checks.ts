import type { ModelBooks } from './books';
import type { ModelOutbox } from './outbox';
import type { ModelRequest } from './rows';

const ENDS = ['done', 'failed', 'needs_attention', 'cancelled'];

/** R2, R5, R6, and that what we believe of the books is so. */
export function broken(outbox: ModelOutbox, books: ModelBooks): string[] {
  const counts = new Map<string, number>();
  const complaints: string[] = [];
  for (const { txnId, lines, isDeleted } of books.orders) {
    for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
    const byHand = books.byHand.get(txnId) ?? [];
    if (!isDeleted && byHand.some(line => !lines.includes(line)))
      complaints.push(`R5: a line made by hand vanished from ${txnId}`);
  }
  for (const [line, count] of counts)
    if (count > 1) complaints.push(`R2: the ${line} was written ${count} times`);
  for (const request of outbox.requests.values()) {
    const complaint = complaintAbout(request, counts.get(request.mark) ?? 0, { outbox, books });
    if (complaint !== null) complaints.push(complaint);
  }
  return complaints;
}

/** What a request's state says about the books must be so. */
function complaintAbout(
  { id, role, state, mark, changes, taken, iterator }: ModelRequest,
  written: number,
  { outbox, books }: { outbox: ModelOutbox; books: ModelBooks },
): string | null {
  if (role === 'read') {
    const isWhole = taken.every((item, place) => item === place);
    if (!isWhole) return `R11: ${id} took a page twice, or missed one: ${taken.join()}`;
    return state === 'done' && iterator !== null ? `R11: ${id} is done before its end` : null;
  }
  const link = outbox.links.get(id);
  const isThere = link !== undefined && books.orders.some(order => order.txnId === link.txnId);
  // A restored file lacks what was written; people are told.
  if (state === 'done' && written === 0 && (link === undefined || isThere) && !(changes !== null && link))
    return `R1: ${id} is done and was never written`;
  if ((state === 'failed' || state === 'cancelled') && written > 0 && !outbox.forgotten.has(mark))
    return `${id} is ${state} and stands in the books`;
  if (state === 'failed' && changes === null && !books.refused.has(mark))
    return `F16: ${id} failed for the fault of another`;
  return state === 'ready' && written > 0 && !outbox.forgotten.has(mark)
    ? `R2: ${id} stands in the books and will be written again`
    : null;
}

/** R1: once all is quiet, everything accepted has come to an end. */
export function checkEnds(outbox: ModelOutbox): string[] {
  const complaints: string[] = [];
  for (const { id, role, state } of outbox.requests.values())
    if (!ENDS.includes(state)) complaints.push(`R1: ${role} ${id} is still ${state}`);
  if (outbox.unknownSets.length > 0) complaints.push('R1: a set is still unknown');
  return complaints;
}

/** All that an answer could change. */
export function fingerprint(outbox: ModelOutbox): string {
  let text = '';
  for (const one of outbox.requests.values())
    text += `${one.id} ${one.state} ${one.attempts} ${one.iterator};`;
  for (const set of outbox.sets.values()) text += `${set.id} ${set.state};`;
  return text;
}

const MOST_TOLD = 6;

export function shortened(ids: readonly string[]): string {
  return ids.length > MOST_TOLD
    ? `${ids.slice(0, MOST_TOLD).join(', ')} and ${ids.length - MOST_TOLD} more`
    : ids.join(', ');
}
