import type { Answer } from './ask';
import type { Person } from './person';
import { COMPANY } from './stand';

export const RECORDS = `/api/companies/${COMPANY}/exports`;

/** A row of a list, as far as these tests look at it. */
export interface RecordItem {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly stateWord: string;
  readonly projectId: string;
  readonly refNumber: string | null;
  readonly blockers: readonly unknown[];
  readonly proposalHash: string | null;
  readonly error: { readonly cause: string; readonly remedy: string; readonly raw: string } | null;
}

/** What became of one record of a bulk command. */
export interface Result {
  readonly id: string;
  readonly ok: boolean;
  readonly code?: string;
  readonly message?: string;
  readonly remedy?: string | null;
}

export async function listed(person: Person, filter: string): Promise<readonly RecordItem[]> {
  return (await person.get<{ items: RecordItem[] }>(`${RECORDS}?kind=commitment&filter=${filter}`)).items;
}

export async function shown(person: Person, id: string): Promise<RecordItem> {
  return await person.get<RecordItem>(`${RECORDS}/${id}`);
}

type Headers = Readonly<Record<string, string>>;

/** Accepts what the lists showed, whatever comes of it. */
export function accept(person: Person, items: readonly RecordItem[], headers: Headers = {}): Promise<Answer> {
  const decided = items.map(({ id, proposalHash }) => ({ id, hash: proposalHash ?? '' }));
  return person.command(`${RECORDS}/accept`, { items: decided }, { headers });
}

/** Sends records that nothing stands in the way of, as a project manager does. */
export async function send(manager: Person, items: readonly RecordItem[]): Promise<void> {
  const [projectId] = items.map(item => item.projectId);
  const results = await manager.post<Result[]>(`${RECORDS}/send`, {
    projectId,
    items: items.map(({ id }) => ({ id })),
  });
  const refused = results.filter(result => !result.ok);
  if (refused.length > 0) throw new Error(`Not sent: ${JSON.stringify(refused)}`);
}
