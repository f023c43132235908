import { sql } from 'drizzle-orm';
import type { Tx } from '@/lib/db/client';
import type { BooksSubject } from './books';
import { type EstimateBooks, type EstimateCopy, type LinkedLine, NO_ESTIMATES } from './estimate-books';

interface OwnRow extends Record<string, unknown> {
  project_id: string;
  txn_id: string;
  left: LinkedLine[] | null;
  copy: EstimateCopy | null;
}

interface OtherRow extends Record<string, unknown> {
  project_id: string;
  txn_id: string;
  /** In upper case. */
  mark: string | null;
  description: string;
}

/**
 * What is known of the estimates of projects' jobs, for the budgets of a batch. Without a budget nothing is read.
 * Gives a function from a subject, and the mark its next export would carry, to its estimates.
 */
export async function loadEstimateBooks(
  tx: Tx,
  companyId: string,
  subjects: readonly BooksSubject[],
): Promise<(subject: BooksSubject, mark: string) => EstimateBooks> {
  const projects = [...new Set(subjects.flatMap(subject => subject.need.estimatesOf ?? []))];
  if (projects.length === 0) return () => NO_ESTIMATES;
  const own = await ownEstimates(tx, companyId, projects);
  const others = await otherEstimates(tx, companyId, projects);
  return ({ need }, mark) => {
    const mine = own.find(row => row.project_id === need.estimatesOf);
    const rest = others.filter(
      row =>
        row.project_id === need.estimatesOf &&
        // What carries its own mark is itself, exported and forgotten: it is found before it is sent again.
        row.mark !== mark &&
        row.txn_id !== mine?.txn_id,
    );
    return {
      left: mine?.left ?? [],
      copy: mine?.copy ?? null,
      others: [...new Set(rest.map(row => row.description))],
    };
  };
}

/** The job of each project, as far as it is linked: in its own company file. */
function jobs(companyId: string, projects: readonly string[]) {
  return sql`select j.connection_id, j.procore_id, j.qb_id from links j where j.company_id = ${companyId}
    and j.kind = 'project' and j.ended_at is null
    and j.procore_id = any (array(select value::bigint from jsonb_array_elements_text(${JSON.stringify(projects)}::jsonb)))`;
}

function ownEstimates(tx: Tx, companyId: string, projects: readonly string[]) {
  return tx.execute<OwnRow>(sql`
    with jobs as (${jobs(companyId, projects)})
    select l.procore_id::text as project_id, l.qb_id as txn_id, l.lines as "left",
      case when q.qb_id is not null then jsonb_build_object('jobId', q.fields->'jobId',
        'total', q.fields->'total', 'lines', q.fields->'lines') end as copy
    from jobs j join links l on l.company_id = ${companyId} and l.connection_id = j.connection_id and l.kind = 'budget'
      and l.procore_id = j.procore_id and l.ended_at is null
    left join qb_lists q on q.company_id = l.company_id and q.connection_id = l.connection_id and q.kind = 'estimate'
      and q.qb_id = l.qb_id and q.deleted_at is null and q.fields ? 'lines'`);
}

/**
 * Active estimates of the same jobs, without those the budget was in until it was noticed that they are gone: the copy may
 * be older than that.
 * A job is linked to one project, so no other budget is on its way to one.
 */
function otherEstimates(tx: Tx, companyId: string, projects: readonly string[]) {
  return tx.execute<OtherRow>(sql`
    with jobs as (${jobs(companyId, projects)})
    select j.procore_id::text as project_id, q.qb_id as txn_id, q.external_guid as mark,
      'estimate ' || q.full_name || coalesce(' of ' || (q.fields->>'date'), '') as description
    from jobs j join qb_lists q on q.company_id = ${companyId} and q.connection_id = j.connection_id
      and q.kind = 'estimate' and q.deleted_at is null and q.is_active and q.fields->>'jobId' = j.qb_id
    where not exists (select 1 from links f where f.company_id = q.company_id and f.connection_id = q.connection_id
      and f.kind = 'budget' and f.procore_id = j.procore_id and f.qb_id = q.qb_id and f.ended_at >= q.read_at)
    order by 1, 4`);
}
