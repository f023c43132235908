import { companyReads, companyWrites, jsonRoute } from '@/app/_server/json-route';
import { directoryKind, mappingPage, pairsQuery, twinBody } from '@/app/_server/mappings';
import { recheckExports } from '@/lib/exports';
import { linkRecord, unlinkRecord } from '@/lib/imports';

/** A directory of Procore beside its QuickBooks twins; linking and unlinking. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({
    query: pairsQuery,
    run: ({ ctx }, input, params) => mappingPage(ctx, directoryKind(params), input),
  }),
  PUT: companyWrites({
    body: twinBody,
    run: async ({ ctx }, input, params) => {
      await linkRecord(ctx, { ...input, kind: directoryKind(params) });
      await recheckExports(ctx);
      return {};
    },
  }),
  DELETE: companyWrites({
    body: twinBody.omit({ qbId: true }),
    run: async ({ ctx }, input, params) => {
      await unlinkRecord(ctx, { ...input, kind: directoryKind(params) });
      await recheckExports(ctx);
      return {};
    },
  }),
});
