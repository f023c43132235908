import { redeemDownload } from '@/lib/auth';
import { findConnectionById } from '@/lib/connections';
import { NotFound } from '@/lib/core/errors';
import { type QwcInput, qwcFile, qwcFileName } from '@/lib/qbwc';
import type { Runtime } from '@/lib/runtime';
import { activeCompanies, type CompanyRef, requireMapping } from '@/lib/tenancy';
import { callIn } from './company';
import type { Passage } from './json-route';
import { requirePerson } from './who';

async function companyOf(running: Runtime, companyId: string): Promise<CompanyRef> {
  const company = (await activeCompanies(running.database)).find(one => one.id === companyId);
  if (!company) throw new NotFound('This connection');
  return company;
}

/** The .qwc of a connection, for whoever holds its one-time link or may map in its company. @throws NotFound, Unauthenticated */
export async function qwcDownload(passage: Passage): Promise<Response> {
  const { running, request, params } = passage;
  const key = request.nextUrl.searchParams.get('key');
  const link = key === null ? null : await redeemDownload(running.store, key);
  if (key !== null && link?.target !== `qwc:${params['connectionId']}`) throw new NotFound('This link');
  const person = link === null ? await requirePerson(running, request) : null;
  const row = await findConnectionById(running.database, params['connectionId'] ?? '');
  const company = await companyOf(running, row.companyId);
  if (person !== null) {
    const call = await callIn(running, company, {
      person,
      projectIds: [],
      isDecision: false,
      requestId: passage.requestId,
      address: passage.address,
    });
    requireMapping(call.ctx.rights);
  }
  const appName = `Procore Connector - ${company.name} - ${row.name}`;
  const input: QwcInput = {
    appName,
    serviceUrl: `${running.config.appUrl}/api/qbwc`,
    supportUrl: `${running.config.appUrl}/support/qbwc`,
    userName: row.userName,
    ownerId: row.ownerId,
    fileId: row.fileId,
  };
  return new Response(qwcFile(input), {
    headers: {
      'content-type': 'application/xml; charset=utf-8',
      'content-disposition': `attachment; filename="${qwcFileName(appName)}"`,
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-request-id': passage.requestId,
    },
  });
}
