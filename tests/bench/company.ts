import { and, eq, isNull } from 'drizzle-orm';
import { companies, connections, exports, qbLists } from '@/drizzle/schema';
import { keepUser } from '@/lib/auth';
import { createConnection, findConnection } from '@/lib/connections';
import { transact } from '@/lib/db/scope';
import { acceptExport, sendExport, showExport, stageExports } from '@/lib/exports';
import { linkRecord } from '@/lib/imports';
import { storeDirectory } from '@/lib/mappings/directory';
import type { Runtime } from '@/lib/runtime';
import { type Ctx, inCompany, type Rights, setUpCompany } from '@/lib/tenancy';
import { COST_CODE_ID, nextCommitment, PROJECT_ID, VENDOR_ID } from '@/tests/factories/commitment';
import { SANDBOX_ENVIRONMENT } from '@/tests/sandbox/environment';

const RIGHTS: Rights = {
  isCompanyAdmin: true,
  approvals: new Set(['*']),
  projects: new Map([[PROJECT_ID, { canSee: new Set(['commitment']), canSend: new Set(['commitment']) }]]),
};

/** One of two people of a numbered company: what the first sends, the second accepts. */
export async function personOf(running: Runtime, companyNumber: number, person: 1 | 2): Promise<Ctx> {
  const { env, database } = running;
  const name = `person ${companyNumber}-${person}`;
  const user = await keepUser(running, {
    environment: SANDBOX_ENVIRONMENT,
    procoreUserId: String(companyNumber * 10 + person),
    login: `${name.replace(' ', '')}@bench.example`,
    name,
  });
  const actor = { kind: 'person', userId: user.id, name } as const;
  const company = await setUpCompany(running, {
    environment: SANDBOX_ENVIRONMENT,
    procoreCompanyId: String(companyNumber),
    name: `Company ${companyNumber}`,
    actor,
    requestId: null,
  });
  return { env, database, company, actor, rights: RIGHTS, requestId: 'bench', address: null };
}

export interface BenchLogin {
  readonly user: string;
  readonly password: string;
  readonly fileId: string;
  readonly ownerId: string;
}

/** A company with a connection and one project, vendor and cost code of Procore. */
export async function openCompany(running: Runtime, companyNumber: number): Promise<BenchLogin> {
  const ctx = await personOf(running, companyNumber, 1);
  const { id, userName, password } = await createConnection(ctx, { name: 'Main file' });
  const { ownerId, fileId } = await inCompany(ctx, tx => findConnection(ctx, tx, id));
  const records = [
    ['project', PROJECT_ID, 'Riverside'],
    ['vendor', VENDOR_ID, 'Keel Concrete LLC'],
    ['cost_code', COST_CODE_ID, '03-300'],
  ] as const;
  const readAt = running.env.now();
  await inCompany(ctx, async tx => {
    for (const [kind, procoreId, name] of records) {
      const record = { procoreId, name, code: '', isActive: true, originId: null, fields: {} };
      await storeDirectory(tx, { companyId: ctx.company.id, kind }, { records: [record], readAt });
    }
  });
  return { user: userName, password, fileId, ownerId };
}

/** Links the three records to the first fitting ones of the QuickBooks lists; the lists must have been read. */
async function linkAll(ctx: Ctx, connectionId: string): Promise<void> {
  const first = async (kind: 'customer' | 'vendor' | 'item', qbType?: string): Promise<string> => {
    const [row] = await inCompany(ctx, tx =>
      tx
        .select({ qbId: qbLists.qbId })
        .from(qbLists)
        .where(
          and(
            eq(qbLists.companyId, ctx.company.id),
            eq(qbLists.kind, kind),
            eq(qbLists.isActive, true),
            qbType === undefined ? undefined : eq(qbLists.qbType, qbType),
            isNull(qbLists.deletedAt),
          ),
        )
        .limit(1),
    );
    if (!row) throw new RangeError(`no ${kind} was read: run a session of the load client first`);
    return row.qbId;
  };
  const link = { connectionId } as const;
  await linkRecord(ctx, {
    ...link,
    kind: 'project',
    procoreId: PROJECT_ID,
    qbId: await first('customer', 'Job'),
  });
  await linkRecord(ctx, { ...link, kind: 'vendor', procoreId: VENDOR_ID, qbId: await first('vendor') });
  await linkRecord(ctx, { ...link, kind: 'cost_code', procoreId: COST_CODE_ID, qbId: await first('item') });
}

/** Queues so many accepted purchase orders, by the verbs that people use. */
export async function fillQueue(running: Runtime, companyNumber: number, orders: number): Promise<void> {
  const sender = await personOf(running, companyNumber, 1);
  const approver = await personOf(running, companyNumber, 2);
  const [connection] = await inCompany(sender, tx =>
    tx.select({ id: connections.id }).from(connections).where(eq(connections.companyId, sender.company.id)),
  );
  await linkAll(sender, connection?.id ?? '');
  const before = await inCompany(sender, tx => tx.$count(exports, eq(exports.companyId, sender.company.id)));
  const commitments = Array.from({ length: orders }, (_, index) => {
    const number = before + index + 1;
    return nextCommitment({ id: String(598_134_327_100_000 + number), number: `B-${number}` });
  });
  const at = running.env.now();
  await stageExports(
    sender,
    'commitment',
    commitments.map(snapshot => ({ snapshot, updatedAt: at, deletedAt: null })),
  );
  const ready = await inCompany(sender, tx =>
    tx
      .select({ id: exports.id })
      .from(exports)
      .where(and(eq(exports.companyId, sender.company.id), eq(exports.state, 'ready_to_send'))),
  );
  for (const { id } of ready) {
    await sendExport(sender, { id, consents: [] });
    const { proposal } = await showExport(approver, id);
    await acceptExport(approver, { id, hash: proposal?.hash ?? '' });
  }
}

export async function countCompanies(running: Runtime): Promise<number> {
  return await transact(running.database, 'every company', tx => tx.$count(companies));
}
