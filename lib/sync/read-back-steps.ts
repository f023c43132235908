import { targetFor } from '@/lib/connections/facts';
import { contentHash } from '@/lib/core/canonical';
import type { ListKind } from '@/lib/core/kinds';
import { SYNC } from '@/lib/core/limits';
import type { ReadBackReader } from '@/lib/flows/flow';
import { flowOf } from '@/lib/flows/registry';
import {
  encodeMessageSet,
  hresultMeaning,
  type QbRequest,
  type QbResponse,
  UnreadableAnswer,
} from '@/lib/qbxml';
import { backupSigns, noteBackupSigns } from './backup-signs';
import { type Engine, newTag } from './engine';
import { noteDeletedExports } from './gone-records';
import { type Exchange, leave, NO_REQUESTS } from './leave';
import type { Reply } from './protocol';
import {
  type ReadBack,
  readBackOf,
  SAMPLE_BYTES,
  type Sighting,
  samplePlaces,
  sightingsOf,
} from './read-back';
import type { RawReply } from './reply';
import type { Member } from './rows';
import { QUIET, type SetResult } from './set-result';
import {
  type Asked,
  countExported,
  type ExportedPlace,
  type ExportedRow,
  exportedAfter,
  exportedAt,
  exportedByLink,
  noteWholeReadBack,
} from './store/exported';
import type { AnswerView, NextView } from './store/load';

type Guarded = Pick<NextView, 'session' | 'connection' | 'readBack'>;

/** What a session has proved so far of what was exported. */
export function readBackNeed(view: Guarded): ReadBack {
  return readBackOf({
    isSuspect: view.connection.pauseKind === 'restored',
    isCopyMissing: view.readBack.isCopyMissing,
    hasExports: view.readBack.hasExports,
    isWholeDue: isWholeDue(view),
    answered: view.readBack.answered,
    inVain: view.readBack.inVain,
  });
}

/** As it was when the session began, so that a session does one or the other. */
function isWholeDue({ session, connection }: Guarded): boolean {
  if (connection.readBackAt === null) return true;
  return Date.parse(session.startedAt) - Date.parse(connection.readBackAt) > SYNC.readBackEveryMs;
}

function placeOf(engine: Engine, view: Guarded): ExportedPlace {
  return {
    companyId: engine.companyId,
    connectionId: view.connection.id,
    before: view.session.startedAt,
  };
}

/** Asks for what was exported, by ids, and for what was deleted. */
export async function handOutReadBack(engine: Engine, view: NextView): Promise<Exchange> {
  const place = placeOf(engine, view);
  const asked = isWholeDue(view)
    ? await exportedAfter(engine.tx, place, { after: view.readBack.after, limit: SYNC.readBackChunk })
    : await sample(engine, place);
  const { queries, members } = questionsFor(asked, { tag: newTag(engine.env), sessionId: view.session.id });
  const xml = encodeMessageSet({
    target: targetFor(view.connection.country),
    onError: 'continueOnError',
    requests: queries,
  });
  return await leave(engine, view, { ...NO_REQUESTS, purpose: 'read_back', members, xml });
}

async function sample(engine: Engine, place: ExportedPlace): Promise<Asked[]> {
  const count = await countExported(engine.tx, place);
  const places = samplePlaces(Math.max(1, count), engine.env.randomBytes(SAMPLE_BYTES));
  return await exportedAt(engine.tx, place, places);
}

function readerOf(row: Pick<Asked, 'kind'>): ReadBackReader | null {
  return flowOf(row.kind)?.readBack ?? null;
}

/** A question for each record, and one for deletions of each kind; the deletions stand first. */
function questionsFor(asked: readonly Asked[], { tag, sessionId }: { tag: string; sessionId: string }) {
  const queries = new Map<string, { requestID: string; request: QbRequest }>();
  const question = (request: QbRequest): string => {
    const hash = contentHash(request);
    const query = queries.get(hash) ?? { requestID: `${tag}/${queries.size + 1}`, request };
    queries.set(hash, query);
    return query.requestID;
  };
  const readers = new Set(asked.flatMap(row => readerOf(row) ?? []));
  const deletions = [...readers].map(
    (reader): Member => ({ requestID: question(reader.deletions), requestId: sessionId }),
  );
  const records = asked.flatMap((row): Member[] => {
    const reader = readerOf(row);
    return reader === null ? [] : [{ requestID: question(reader.query(row.qbId)), requestId: row.linkId }];
  });
  return {
    queries: [...queries.values()],
    members: [
      ...new Map([...deletions, ...records].map(one => [`${one.requestID} ${one.requestId}`, one])).values(),
    ],
  };
}

/** What the file holds of what was exported. An answer that proves nothing leaves writes to the next session. */
export async function settleReadBack(
  engine: Engine,
  view: AnswerView,
  given: { reply: Reply; raw: RawReply },
): Promise<SetResult> {
  const { reply, raw } = given;
  if (reply.kind === 'hresult') {
    const meaning = hresultMeaning(reply.hresult);
    const isRefused = meaning.class === 'refused';
    return inVain(
      `${meaning.cause} ${meaning.remedy}`,
      isRefused ? null : `${meaning.cause} ${meaning.remedy}`,
    );
  }
  if (reply.kind === 'unreadable') return inVain('The answer of QuickBooks could not be read.', null);
  try {
    return await judge(engine, view, raw.answer?.responses ?? []);
  } catch (thrown) {
    if (thrown instanceof UnreadableAnswer) return inVain(thrown.message, null);
    throw thrown;
  }
}

function inVain(reason: string, sessionEnds: string | null): SetResult {
  return {
    ...QUIET,
    state: 'abandoned',
    sessionEnds,
    lastError: `Nothing is written before QuickBooks has shown what was exported. ${reason}`,
    readBack: 'in vain',
  };
}

async function judge(engine: Engine, view: AnswerView, responses: readonly QbResponse[]): Promise<SetResult> {
  const place = placeOf(engine, view);
  const members = view.inFlight?.members ?? [];
  const links = await exportedByLink(
    engine.tx,
    place,
    members.map(member => member.requestId),
  );
  const met = meetingOf(links, { members, responses });
  if (met.are === 'unclear') return inVain(met.reason, null);
  const signs = backupSigns(links.map(knownOf), met);
  const suspicious = await noteBackupSigns(engine, view.connection.id, signs);
  if (suspicious.length > 0) return { ...QUIET, readBack: 'restored' };
  const buried = new Set(met.deleted.map(keyOf));
  await noteDeletedExports(
    engine,
    view.connection.id,
    met.gone.filter(one => buried.has(keyOf(one))),
  );
  if (isWholeDue(view)) {
    const after = members.at(-1)?.requestId ?? null;
    await noteWholeReadBack(engine.tx, place, { after, at: engine.now });
  }
  return { ...QUIET, readBack: 'answered' };
}

/** Ids are unique in their list alone. */
interface ListedId {
  readonly kind: ListKind;
  readonly qbId: string;
}

const keyOf = ({ kind, qbId }: ListedId): string => `${kind} ${qbId}`;

const listOf = (row: Pick<Asked, 'kind'>): ListKind => readerOf(row)?.list ?? 'purchase_order';

const idOf = (row: Pick<Asked, 'kind' | 'qbId'>): ListedId => ({ kind: listOf(row), qbId: row.qbId });

function knownOf(row: ExportedRow) {
  const counts = row.editSequences.filter(text => /^\d+$/.test(text)).map(BigInt);
  const highest = counts.reduce<bigint | null>(
    (most, one) => (most === null || one > most ? one : most),
    null,
  );
  return { kind: listOf(row), qbId: row.qbId, name: row.name, editSequence: highest?.toString() ?? null };
}

/** What was met of the links asked about, and what was deleted. */
function meetingOf(
  links: readonly ExportedRow[],
  { members, responses }: { members: readonly Member[]; responses: readonly QbResponse[] },
) {
  const byId = new Map(links.map(link => [link.linkId, link]));
  const byWire = new Map(responses.map(response => [response.requestID, response]));
  const seen: Sighting[] = [];
  const deleted: ListedId[] = [];
  const asked = new Map(links.map(link => [keyOf(idOf(link)), idOf(link)]));
  for (const { requestID, requestId } of members) {
    const link = byId.get(requestId);
    const reader = link ? readerOf(link) : null;
    const response = byWire.get(requestID);
    if (!link || reader === null || !response) continue;
    const record = reader.decode(response);
    seen.push({
      qbId: keyOf(idOf(link)),
      statusCode: response.statusCode,
      record: record?.qbId === link.qbId ? { editSequence: record.editSequence } : null,
    });
  }
  const sightings = sightingsOf(seen, [...asked.keys()]);
  if (sightings.are === 'unclear') return sightings;
  for (const reader of new Set(links.flatMap(link => readerOf(link) ?? []))) {
    const response = responses.find(one => one.message === reader.deletions.message);
    if (!response || (response.statusCode !== 0 && response.statusCode !== 1))
      return { are: 'unclear', reason: 'QuickBooks did not say what was deleted.' } as const;
    deleted.push(...reader.deleted(response).map(qbId => ({ kind: reader.list, qbId })));
  }
  const records = sightings.there.flatMap(({ qbId: key, editSequence }) => {
    const id = asked.get(key);
    return id ? [{ ...id, editSequence }] : [];
  });
  const gone = sightings.gone.flatMap(key => asked.get(key) ?? []);
  return { are: 'clear', records, deleted, gone } as const;
}
