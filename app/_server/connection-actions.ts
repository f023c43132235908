import { z } from 'zod';
import { issueDownload } from '@/lib/auth';
import {
  allowEdition,
  confirmCompanyFile,
  findConnection,
  pauseConnection,
  removeConnection,
  renewPassword,
  resumeConnection,
} from '@/lib/connections';
import { NotFound } from '@/lib/core/errors';
import { READ_KINDS } from '@/lib/core/kinds';
import { JSON_BODY } from '@/lib/core/limits';
import { decideMissing, MISSING_DECISIONS } from '@/lib/exports';
import { enqueueDueReads, expectWork } from '@/lib/sync';
import { inCompany, requireMapping } from '@/lib/tenancy';
import type { CompanyCall } from './company';

type Action = (call: CompanyCall, connectionId: string, body: unknown) => Promise<unknown>;

const nothing = z.strictObject({});
const listsToRead = z.strictObject({ list: z.enum(READ_KINDS).optional() });

/** Asks for the lists of a company file with the next run of its Web Connector: all of them whole, or what changed in one. */
const readLists: Action = async ({ ctx }, connectionId, body) => {
  const { list } = listsToRead.parse(body);
  requireMapping(ctx.rights);
  await inCompany(ctx, async tx => {
    const connection = await findConnection(ctx, tx, connectionId);
    const due = {
      companyId: ctx.company.id,
      connectionId: connection.id,
      now: ctx.env.now(),
      newId: () => ctx.env.newId(),
      asked: list ?? ('everything' as const),
    };
    await enqueueDueReads(tx, due);
    await expectWork(tx, { companyId: ctx.company.id, connectionId: connection.id }, due.now);
  });
  return {};
};

/** A one-time link to the .qwc, for a new tab. */
const qwcLink: Action = async ({ ctx, person, running }, connectionId, body) => {
  nothing.parse(body);
  requireMapping(ctx.rights);
  const connection = await inCompany(ctx, tx => findConnection(ctx, tx, connectionId));
  const target = { companyId: ctx.company.id, userId: person.userId, target: `qwc:${connection.id}` };
  const key = await issueDownload(running.store, target);
  return { url: `/api/connections/${connection.id}/qwc?key=${key}` };
};

const missing = z.strictObject({
  qbIds: z.array(z.string().min(1).max(80)).min(1).max(JSON_BODY.maxIdsPerVerb),
  decision: z.enum(MISSING_DECISIONS),
});

/** What becomes of exported records that a restored company file lacks. */
const decide: Action = async ({ ctx }, connectionId, body) => {
  await decideMissing(ctx, { connectionId, ...missing.parse(body) });
  return {};
};

const ACTIONS: Readonly<Record<string, Action>> = {
  password: ({ ctx }, id) => renewPassword(ctx, id),
  edition: async ({ ctx }, id, body) => {
    await allowEdition(ctx, id, z.strictObject({ isAllowed: z.boolean() }).parse(body).isAllowed);
    return {};
  },
  'confirm-file': async ({ ctx }, id) => {
    await confirmCompanyFile(ctx, id);
    return {};
  },
  pause: async ({ ctx }, id, body) => {
    await pauseConnection(ctx, id, z.strictObject({ reason: z.string().min(1).max(500) }).parse(body).reason);
    return {};
  },
  resume: async ({ ctx }, id) => {
    await resumeConnection(ctx, id);
    // Lists forgotten with a restored file are read by the very next run, however soon it comes.
    const newId = (): string => ctx.env.newId();
    const place = { companyId: ctx.company.id, connectionId: id, now: ctx.env.now(), newId };
    await inCompany(ctx, tx => enqueueDueReads(tx, place));
    return {};
  },
  missing: decide,
  remove: async ({ ctx }, id) => {
    await removeConnection(ctx, id);
    return {};
  },
  'read-lists': readLists,
  'qwc-link': qwcLink,
};

/** What can be done with a connection, by the last part of its address. @throws NotFound for anything else */
export function connectionAction(
  call: CompanyCall,
  params: Readonly<Record<string, string>>,
  body: unknown,
): Promise<unknown> {
  const name = params['action'] ?? '';
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!action) throw new NotFound('This address');
  return action(call, params['connection'] ?? '', body);
}
