import type { DirectoryKind } from '@/lib/core/kinds';
import { restageDirectory } from '@/lib/exports/stage-directory';
import { type DirectoryRecord, storeDirectory } from '@/lib/mappings/directory';
import {
  listCostCodeLists,
  listCostCodes,
  listInactiveVendors,
  listProjects,
  listVendors,
  type ProcoreSession,
  type StandardCostCode,
} from '@/lib/procore';
import { type Ctx, inCompany } from '@/lib/tenancy';

type Reader = (procore: ProcoreSession, companyId: string) => Promise<DirectoryRecord[]>;

const readProjects: Reader = async (procore, companyId) =>
  (await listProjects(procore, companyId))
    .filter(project => !project.isTemplate)
    .map(project => ({
      procoreId: project.id,
      name: project.name,
      code: project.number,
      isActive: project.isActive,
      originId: project.originId,
      fields: {
        address: project.address,
        city: project.city,
        stateCode: project.stateCode,
        zip: project.zip,
        startDate: project.startDate,
        completionDate: project.completionDate,
      },
    }));

const readVendors: Reader = async (procore, companyId) => {
  const [active, inactive] = [
    await listVendors(procore, companyId),
    await listInactiveVendors(procore, companyId),
  ];
  return [...active, ...inactive].map(vendor => ({
    procoreId: vendor.id,
    name: vendor.name,
    code: '',
    isActive: vendor.isActive,
    originId: vendor.originId,
    fields: {
      legalName: vendor.legalName,
      phone: vendor.phone,
      fax: vendor.fax,
      email: vendor.email,
      address: vendor.address,
      city: vendor.city,
      stateCode: vendor.stateCode,
      zip: vendor.zip,
      countryCode: vendor.countryCode,
    },
  }));
};

/** The ERP list where Procore has one; otherwise the first list of the company. */
const readCostCodes: Reader = async (procore, companyId) => {
  const lists = await listCostCodeLists(procore, companyId);
  const list = lists.find(one => one.isErpList) ?? lists[0];
  if (!list) return [];
  const codes = await listCostCodes(procore, companyId, list.id);
  const parents = new Set(codes.map(code => code.parentId));
  return codes.map(code => costCodeRecord(code, parents.has(code.id)));
};

function costCodeRecord(code: StandardCostCode, isParent: boolean): DirectoryRecord {
  return {
    procoreId: code.id,
    name: code.name,
    code: code.fullCode,
    isActive: true,
    originId: code.originId,
    fields: { isParent, parentId: code.parentId, listId: code.listId },
  };
}

const READERS: Readonly<Record<DirectoryKind, Reader>> = {
  project: readProjects,
  vendor: readVendors,
  cost_code: readCostCodes,
};

/** Reads one of Procore's directories whole, replaces our copy of it, and takes in what changed of those on their way. */
export async function refreshDirectory(
  ctx: Ctx,
  procore: ProcoreSession,
  kind: DirectoryKind,
): Promise<{ read: number }> {
  const readAt = ctx.env.now();
  const records = await READERS[kind](procore, ctx.company.procoreCompanyId);
  await inCompany(ctx, tx => storeDirectory(tx, { companyId: ctx.company.id, kind }, { records, readAt }));
  await restageDirectory(ctx, kind);
  return { read: records.length };
}
