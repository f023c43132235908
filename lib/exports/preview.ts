import { contentHash } from '@/lib/core/canonical';
import { Blocked } from '@/lib/core/errors';
import { standing } from '@/lib/flows/flow';
import type { Preview } from '@/lib/flows/preview';
import type { Books } from '@/lib/mappings/books';
import { checkRequest, type QbRequest, Unencodable } from '@/lib/qbxml';
import { type ExportRow, flowFor } from './snapshot';

/** What an approver sees, and what he accepts when he accepts: the hash covers the record, the file and the request. */
export interface Proposal {
  readonly hash: string;
  readonly preview: Preview;
  readonly request: QbRequest;
}

/**
 * What would go to QuickBooks if it were accepted now.
 * @throws Blocked when a rule stands in the way, or QuickBooks would refuse the form of it
 */
export function proposalFor(row: ExportRow, books: Books): Proposal {
  const flow = flowFor(row.kind);
  const inTheWay = standing(flow.check(row.snapshot, books), row.consents);
  const [first] = inTheWay;
  if (first) throw new Blocked(inTheWay.map(one => one.message).join(' '), { remedy: first.fix.label });
  const request = flow.build(row.snapshot, books);
  if (books.connection) checkForm(request, books.connection.target);
  const content = {
    snapshot: row.snapshotHash,
    connection: books.connection?.id ?? null,
    fileId: books.connection?.fileId ?? null,
    request,
  };
  return { hash: contentHash(content), preview: flow.preview(row.snapshot, books), request };
}

function checkForm(request: QbRequest, target: Parameters<typeof checkRequest>[1]): void {
  try {
    checkRequest(request, target);
  } catch (thrown) {
    if (!(thrown instanceof Unencodable)) throw thrown;
    const problems = thrown.problems.map(one => `${one.path.split('.').at(-1)} ${one.problem}`).join('; ');
    throw new Blocked(`QuickBooks would refuse this record: ${problems}.`, {
      remedy: 'Correct it in Procore.',
      cause: thrown,
    });
  }
}
