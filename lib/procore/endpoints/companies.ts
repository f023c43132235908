import { z } from 'zod';
import { idText, truth, words, wordsOrNull } from '../read';
import type { ProcoreSession } from '../session';

const company = z
  .looseObject({ id: idText, name: words, is_active: truth })
  .transform(row => ({ id: row.id, name: row.name, isActive: row.is_active }));

export type Company = z.output<typeof company>;

/** Companies the caller belongs to. */
export function listCompanies(session: ProcoreSession): Promise<Company[]> {
  return session.list(company, '/rest/v1.0/companies');
}

const baseUrl = z.looseObject({ web_base_url: wordsOrNull }).transform(row => row.web_base_url);

/** Where the company's Procore lives, for links into it. */
export function showBaseUrl(session: ProcoreSession): Promise<string | null> {
  return session.get(baseUrl, '/rest/v1.0/company_base_url');
}
