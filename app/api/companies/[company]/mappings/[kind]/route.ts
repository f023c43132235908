import { z } from 'zod';
import { procoreIdText, uuidText } from '@/app/_server/inputs';
import { companyReads, companyWrites, jsonRoute } from '@/app/_server/json-route';
import { directoryKind, mappingPage } from '@/app/_server/mappings';
import { TEXT } from '@/lib/core/limits';
import { recheckExports } from '@/lib/exports';
import { linkRecord, unlinkRecord } from '@/lib/imports';

const query = z.strictObject({
  connectionId: uuidText,
  show: z.enum(['all', 'unlinked', 'linked']).default('all'),
  search: z.string().max(TEXT.search).default(''),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
});

const twin = z.strictObject({
  connectionId: uuidText,
  procoreId: procoreIdText,
  qbId: z.string().min(1).max(80),
});

/** A directory of Procore beside its QuickBooks twins; linking and unlinking. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({
    query,
    run: ({ ctx }, input, params) => mappingPage(ctx, directoryKind(params), input),
  }),
  PUT: companyWrites({
    body: twin,
    run: async ({ ctx }, input, params) => {
      await linkRecord(ctx, { ...input, kind: directoryKind(params) });
      await recheckExports(ctx);
      return {};
    },
  }),
  DELETE: companyWrites({
    body: twin.omit({ qbId: true }),
    run: async ({ ctx }, input, params) => {
      await unlinkRecord(ctx, { ...input, kind: directoryKind(params) });
      await recheckExports(ctx);
      return {};
    },
  }),
});
