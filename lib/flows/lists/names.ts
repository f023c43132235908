import { qbRequest, recordsOf } from '@/lib/qbxml';
import { LIST_HEAD, type ListReader, listFilters, named, pageOf, TREE_HEAD } from './reader';

/** Companies and jobs: the lists that stand for people and their projects. */

export const vendorReader: ListReader = {
  kind: 'vendor',
  isPaged: true,
  query: (cursor, iterator) =>
    qbRequest(
      'VendorQuery',
      {
        ...pageOf(iterator),
        ...listFilters(cursor),
        IncludeRetElement: [...LIST_HEAD, 'CompanyName', 'VendorAddress', 'Phone', 'Email', 'ExternalGUID'],
      },
      iterator ?? undefined,
    ),
  decode: response =>
    recordsOf(response, 'VendorQuery', 'VendorRet').flatMap(vendor =>
      named({ ...vendor, FullName: vendor.Name }, 'Vendor', {
        companyName: vendor.CompanyName ?? null,
        city: vendor.VendorAddress?.City ?? null,
        phone: vendor.Phone ?? null,
        email: vendor.Email ?? null,
      }),
    ),
};

export const customerReader: ListReader = {
  kind: 'customer',
  isPaged: true,
  query: (cursor, iterator) =>
    qbRequest(
      'CustomerQuery',
      {
        ...pageOf(iterator),
        ...listFilters(cursor),
        IncludeRetElement: [...TREE_HEAD, 'JobStatus', 'JobDesc', 'ExternalGUID'],
      },
      iterator ?? undefined,
    ),
  decode: response =>
    recordsOf(response, 'CustomerQuery', 'CustomerRet').flatMap(customer =>
      named(customer, (customer.Sublevel ?? 0) > 0 ? 'Job' : 'Customer', {
        jobStatus: customer.JobStatus ?? null,
        description: customer.JobDesc ?? null,
      }),
    ),
};
