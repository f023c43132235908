import { sum } from '../decimal';
import type { JsonObject } from '../json';
import type { Site } from '../site';
import type { DirectCostLineRow, DirectCostRow } from '../store/cost-rows';
import { byId } from '../store/state';
import { fullCode } from './codes';
import { contentView } from './content';
import { briefProject, CURRENCY, companyRow, originWithoutCode } from './shared';

const MONEY: JsonObject = {
  currency_iso_code: 'USD',
  currency_exchange_rate: '1.0',
  base_currency_iso_code: 'USD',
};

export const costTotal = (row: DirectCostRow): string => sum(row.lines.map(line => line.amount));

function common(site: Site, row: DirectCostRow): JsonObject {
  const vendor = byId(site.state.vendors, row.vendorId);
  const employee = byId(site.state.people, row.employeeId);
  return {
    id: row.id,
    direct_cost_type: row.type,
    status: row.status,
    direct_cost_date: row.date,
    received_date: row.receivedDate,
    payment_date: row.paymentDate,
    invoice_number: row.invoiceNumber,
    description: row.description,
    terms: row.terms,
    vendor_id: row.vendorId,
    vendor_name: vendor?.name ?? null,
    employee: employee ? { id: employee.id, name: employee.name } : null,
    grand_total: costTotal(row),
    ...originWithoutCode(row),
    currency_configuration: MONEY,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    deleted_at: null,
  };
}

/** In lists the vendor is only a name, and there are no lines. */
export function listedDirectCost(site: Site, row: DirectCostRow): JsonObject {
  const vendor = byId(site.state.vendors, row.vendorId);
  return { ...common(site, row), amount: costTotal(row), vendor: vendor?.name ?? null };
}

/** As v1.0 answers: no lines and no company. */
export function briefDirectCost(site: Site, row: DirectCostRow): JsonObject {
  const vendor = byId(site.state.vendors, row.vendorId);
  return {
    ...common(site, row),
    vendor: vendor ? { id: vendor.id, name: vendor.name } : null,
    line_items_count: row.lines.length,
    attachments: [],
    attachments_count: 0,
  };
}

export function shownDirectCost(site: Site, row: DirectCostRow): JsonObject {
  const company = companyRow(site, row.companyId);
  return {
    ...briefDirectCost(site, row),
    company: { id: company.id, name: company.name },
    project: briefProject(site, row.projectId),
    line_items: row.lines.map(line => lineInCost(site, line)),
  };
}

function lineInCost(site: Site, row: DirectCostLineRow): JsonObject {
  const company = companyRow(site, row.companyId);
  return {
    id: row.id,
    company: { id: company.id, name: company.name },
    ...contentView(site, row),
    ...originWithoutCode(row),
    position: row.position,
    ref: row.ref,
    currency_configuration: CURRENCY,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  };
}

/** By its own routes a line tells whose it is, and nothing of `ref`. */
export function costLine(site: Site, row: DirectCostLineRow, cost: DirectCostRow): JsonObject {
  const { ref: _, ...line } = lineInCost(site, row);
  return {
    ...line,
    holder: { id: cost.id, holder_type: 'DirectCosts::Item' },
    project: briefProject(site, cost.projectId),
    change_event_line_item: null,
  };
}

/** In the list of all lines of the project the code is short. */
export function listedCostLine(site: Site, row: DirectCostLineRow, cost: DirectCostRow): JsonObject {
  const code = byId(site.state.costCodes, row.costCodeId);
  const { company: _, change_event_line_item: __, origin_data: ___, ...line } = costLine(site, row, cost);
  return {
    ...line,
    cost_code: code
      ? {
          id: code.id,
          full_code: fullCode(site.state.costCodes, code),
          name: code.name,
          origin_id: code.originId,
        }
      : null,
  };
}
