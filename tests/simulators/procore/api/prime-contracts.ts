import { projectOf } from '../access/rights';
import { notFound, ok } from '../http/answer';
import { byIds, byRange, type Filter, filtered } from '../http/filters';
import { listPage } from '../http/pages';
import { get, type Route, type Visit } from '../http/router';
import type { JsonObject } from '../json';
import { pathId } from '../rules/scope';
import type { PrimeContractRow } from '../store/rows';
import { CURRENCY, originOf } from '../views/shared';

/** Read only: what the owner pays is carried nowhere, and whoever writes here has lost the way. */
const view = (row: PrimeContractRow): JsonObject => ({
  id: row.id,
  number: row.number,
  title: row.title,
  status: row.status,
  grand_total: row.amount,
  approved_change_orders: '0.0',
  executed: row.status === 'Approved',
  private: true,
  ...originOf(row),
  vendor: null,
  currency_configuration: CURRENCY,
  created_at: row.createdAt,
  updated_at: row.updatedAt,
  deleted_at: null,
});

const FILTERS: Readonly<Record<string, Filter<PrimeContractRow>>> = {
  id: byIds(row => row.id),
  updated_at: byRange(row => row.updatedAt),
};

function inProject(visit: Visit): PrimeContractRow[] {
  const project = projectOf(visit, { tool: 'commitments', level: 'Read Only' });
  return visit.site.state.primeContracts.filter(row => row.projectId === project.id);
}

export const primeContractRoutes: readonly Route[] = [
  get('/rest/v1.0/prime_contracts', visit =>
    listPage(visit, filtered(visit.call, inProject(visit), FILTERS).map(view)),
  ),
  get('/rest/v1.0/prime_contracts/{id}', visit => {
    const row = inProject(visit).find(one => one.id === pathId(visit.call, 'id'));
    if (!row) throw notFound('Prime contract');
    return ok(view(row));
  }),
];
