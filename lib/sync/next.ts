import { factsOf, targetFor } from '@/lib/connections/facts';
import { judgeFile } from '@/lib/connections/guard';
import { nameNeighbour } from '@/lib/connections/neighbours';
import { saveFacts } from '@/lib/connections/save-facts';
import { contentHash } from '@/lib/core/canonical';
import { braced } from '@/lib/core/encoding';
import { flowOf } from '@/lib/flows/registry';
import { type Move, moveExports } from '@/lib/lifecycle';
import {
  encodeMessageSet,
  isMessageName,
  MESSAGES,
  type QbAnswer,
  type QbRequest,
  qbRequest,
} from '@/lib/qbxml';
import { isUnprepared, readOfTarget, requestToSend } from './changes';
import { asConnector, type Engine, newSetKey, newTag } from './engine';
import { PRIORITY } from './enqueue';
import { holdOf, NO_OP } from './expected-work';
import { type Exchange, leave, NO_REQUESTS, type SetParts } from './leave';
import { loseInFlight } from './lose';
import { holdMarked } from './marked';
import { type FileView, nextStep, type Step } from './protocol';
import { handOutReadBack, readBackNeed } from './read-back-steps';
import { readQuery, readsTogether } from './read-queries';
import { refuseStale } from './recheck';
import type { Member, RequestRow, SetRow } from './rows';
import { loadNext, type NextView } from './store/load';
import { loadLists, loadLookup } from './store/lookup';
import { noteCleared } from './store/save';
import { endExchange, holdOpen, saveGuard } from './store/sessions';

interface Asked {
  readonly ticketHash: string;
  /** What the first call of a session told of the company file; null on later calls, or when it could not be read. */
  readonly hcp: QbAnswer | null;
}

/**
 * What the Web Connector is to carry next. Whatever is handed out has been stored, bytes and all, in the transaction
 * this runs in; it must be committed before the answer leaves.
 */
export async function nextExchange(engine: Engine, asked: Asked): Promise<Exchange> {
  const key = { companyId: engine.companyId, ticketHash: asked.ticketHash };
  let view = await loadNext(engine.tx, key, engine.now);
  if (view === null) return { kind: 'no session' };
  if (view.inFlight !== null) {
    await loseInFlight(asConnector(engine, view.connection.id), view.inFlight, view.inFlightRequests);
    view = await loadNext(engine.tx, key, engine.now);
    if (view === null) return { kind: 'no session' };
  }
  const named = asConnector(engine, view.connection.id);
  const guarded = asked.hcp === null ? view : await applyFacts(named, view, asked.hcp);
  if (nextStep(fileView(guarded, engine.now)).do !== 'write' || !(await holdMarked(named, guarded)))
    return await handOut(named, guarded);
  const held = await loadNext(engine.tx, key, engine.now);
  return held === null ? { kind: 'no session' } : await handOut(named, held);
}

async function applyFacts(engine: Engine, view: NextView, hcp: QbAnswer): Promise<NextView> {
  const facts = factsOf(hcp, view.connection.ownerId);
  const ref = { companyId: engine.companyId, connectionId: view.connection.id };
  const judged = judgeFile(facts, view.connection, false);
  const verdict = await nameNeighbour(engine.tx, ref, { facts, verdict: judged });
  await saveFacts(engine.tx, ref, { facts, verdict });
  await saveGuard(engine.tx, { companyId: engine.companyId, sessionId: view.session.id }, verdict);
  return {
    ...view,
    connection: { ...view.connection, country: facts.country ?? view.connection.country },
    session: { ...view.session, guard: verdict.guard, lastError: verdict.reason },
  };
}

function fileView(view: NextView, now: Date): FileView {
  const reads = view.ready.filter(request => request.role === 'read');
  return {
    guard: view.session.guard,
    isPaused: view.connection.status === 'paused',
    recoveryFailures: view.session.recoveryFailures,
    readBack: readBackNeed(view),
    clearable: view.clearable,
    unknownSets: view.unknownSets.map(set => ({
      setId: set.id,
      setKey: set.setKey,
      isAsked: set.state === 'asked',
      isFenced: set.isFenced,
      requestIds: set.openRequestIds,
    })),
    urgentReads: readsTogether(reads.filter(read => read.priority < PRIORITY.write)).map(read => read.id),
    reads: readsTogether(reads).map(read => read.id),
    hold: holdOf(view, now),
    writes: view.ready
      .filter(request => request.role === 'write')
      .map(request => ({
        requestId: request.id,
        // What changes or takes away goes alone.
        effect: isMessageName(request.message) && MESSAGES[request.message].effect === 'add' ? 'add' : 'mod',
        recordId: request.exportId ?? request.id,
        splitGroup: request.splitGroup,
        bytes: request.payloadBytes,
        isUnprepared: isUnprepared(request, view.session.id),
      })),
  };
}

async function handOut(engine: Engine, view: NextView): Promise<Exchange> {
  const step = nextStep(fileView(view, engine.now));
  switch (step.do) {
    case 'verify':
      return await verify(engine, view);
    case 'read_back':
      return await handOutReadBack(engine, view);
    case 'ask':
      return await ask(engine, view, step);
    case 'lookup':
      return await lookup(engine, view, step);
    case 'read':
      return await read(engine, view, step);
    case 'prepare':
      return await prepare(engine, view, step);
    case 'write':
      return await write(engine, view, step);
    case 'clear':
      return await clear(engine, view, step);
    case 'wait':
      await holdOpen(engine, view.session.id, NO_OP);
      return { kind: 'nothing' };
    case 'refuse':
    case 'finish': {
      const text =
        step.do === 'refuse'
          ? (view.session.lastError ?? 'This company file cannot be used.')
          : 'Nothing to do.';
      await endExchange(engine.tx, {
        companyId: engine.companyId,
        sessionId: view.session.id,
        text,
        now: engine.now,
      });
      return { kind: 'nothing' };
    }
  }
}

/** The first call did not say which file is open: ask for the company with our mark. */
function verify(engine: Engine, view: NextView): Promise<Exchange> {
  const request = qbRequest('CompanyQuery', {
    OwnerID: [braced(view.connection.ownerId.replace(/[{}]/g, ''))],
  });
  const target = targetFor(view.connection.country);
  const requestID = `verify/${newTag(engine.env)}`;
  const xml = encodeMessageSet({ target, onError: 'stopOnError', requests: [{ requestID, request }] });
  const members = [{ requestID, requestId: view.session.id }];
  return leave(engine, view, { ...NO_REQUESTS, purpose: 'verify', members, xml });
}

/** A set without requests, old and new id alike: QuickBooks gives the stored answer and runs nothing. */
function ask(engine: Engine, view: NextView, step: Extract<Step, { do: 'ask' }>): Promise<Exchange> {
  const about = view.unknownSets.find(set => set.id === step.setId);
  const xml = encodeMessageSet({
    target: targetFor(view.connection.country),
    onError: 'stopOnError',
    oldMessageSetID: step.setKey,
    newMessageSetID: step.setKey,
    requests: [],
  });
  const parts: SetParts = {
    ...NO_REQUESTS,
    purpose: 'ask',
    aboutSetId: step.setId,
    members: about?.members ?? [],
    xml,
  };
  return leave(engine, view, parts);
}

/** A set without requests and the old id alone: QuickBooks may forget the answer. It is said once, whatever comes back. */
async function clear(
  engine: Engine,
  view: NextView,
  step: Extract<Step, { do: 'clear' }>,
): Promise<Exchange> {
  const xml = encodeMessageSet({
    target: targetFor(view.connection.country),
    onError: 'stopOnError',
    oldMessageSetID: step.setKey,
    requests: [],
  });
  await noteCleared(engine, step.setId);
  return await leave(engine, view, { ...NO_REQUESTS, purpose: 'clear', aboutSetId: step.setId, xml });
}

type LookupRow = Awaited<ReturnType<typeof loadLookup>>[number];

/** What to ask about lost writes. A question that several of them have in common is asked once. */
function lookupQueries(rows: readonly LookupRow[], sentAt: Date, tag: string) {
  const asked = new Map<string, { requestID: string; request: QbRequest }>();
  const members = rows.flatMap(row => {
    const flow = row.exportKind === null ? null : flowOf(row.exportKind);
    return (flow?.lookup(row.payload as QbRequest, sentAt) ?? []).map((request): Member => {
      const hash = contentHash(request);
      const query = asked.get(hash) ?? { requestID: `${tag}/${asked.size + 1}`, request };
      asked.set(hash, query);
      return { requestID: query.requestID, requestId: row.id };
    });
  });
  return { queries: [...asked.values()], members };
}

/** Of a set that never left under an id of its own nobody knows when it was written: since its records are there. */
function lookedForSince(about: SetRow | undefined, rows: readonly LookupRow[]): Date | null {
  if (about && about.setKey !== null) return new Date(about.sentAt);
  const times = rows.flatMap(row => [row.stagedAt, row.changedAt]);
  return times.toSorted((left, right) => left.getTime() - right.getTime())[0] ?? null;
}

async function lookup(
  engine: Engine,
  view: NextView,
  step: Extract<Step, { do: 'lookup' }>,
): Promise<Exchange> {
  const about = view.unknownSets.find(set => set.id === step.setId);
  const rows = await loadLookup(engine.tx, engine.companyId, step.requestIds);
  const since = lookedForSince(about, rows) ?? engine.now;
  const { queries, members } = lookupQueries(rows, since, newTag(engine.env));
  const xml = encodeMessageSet({
    target: targetFor(view.connection.country),
    onError: 'continueOnError',
    ...(step.fenceKey === null ? {} : { newMessageSetID: step.fenceKey }),
    requests: queries,
  });
  return await leave(engine, view, {
    ...NO_REQUESTS,
    purpose: 'lookup',
    setKey: step.fenceKey,
    aboutSetId: step.setId,
    members,
    xml,
  });
}

/** A write's ids tell its attempts apart; a list's pages all count as its first attempt, so each exchange has a tag. */
function readMember(request: RequestRow, tag: string): Member {
  return { requestID: `${request.id}/${tag}`, requestId: request.id };
}

function writeMember(request: RequestRow): Member {
  return { requestID: `${request.id}/${request.attempts + 1}`, requestId: request.id };
}

async function read(engine: Engine, view: NextView, step: Extract<Step, { do: 'read' }>): Promise<Exchange> {
  const chosen = view.ready.filter(request => step.requestIds.includes(request.id));
  const cursors = await loadLists(engine.tx, engine.companyId, view.connection.id);
  const tag = newTag(engine.env);
  const requests = chosen.flatMap(row => {
    const request = readQuery(row, cursors);
    return request === null ? [] : [{ requestID: readMember(row, tag).requestID, request }];
  });
  const xml = encodeMessageSet({
    target: targetFor(view.connection.country),
    onError: 'continueOnError',
    requests,
  });
  const parts: SetParts = {
    ...NO_REQUESTS,
    purpose: 'read',
    members: chosen.map(row => readMember(row, tag)),
    requestIds: chosen.map(row => row.id),
    xml,
  };
  return await leave(engine, view, parts);
}

/** Reads a record before it is changed. The change itself waits, and follows in the next exchange. */
async function prepare(
  engine: Engine,
  view: NextView,
  step: Extract<Step, { do: 'prepare' }>,
): Promise<Exchange> {
  const rows = view.ready.filter(request => request.id === step.requestId);
  const stale = await refuseStale(engine, rows);
  if (stale.size > 0) return await handOut(engine, without(view, stale));
  const tag = newTag(engine.env);
  const requests = rows.flatMap(row => {
    const request = readOfTarget(row);
    return request === null ? [] : [{ requestID: readMember(row, tag).requestID, request }];
  });
  const xml = encodeMessageSet({
    target: targetFor(view.connection.country),
    onError: 'continueOnError',
    requests,
  });
  const members = rows.map(row => readMember(row, tag));
  return await leave(engine, view, { ...NO_REQUESTS, purpose: 'prepare', members, xml });
}

function without(view: NextView, stale: ReadonlySet<string>): NextView {
  return { ...view, ready: view.ready.filter(request => !stale.has(request.id)) };
}

async function write(
  engine: Engine,
  view: NextView,
  step: Extract<Step, { do: 'write' }>,
): Promise<Exchange> {
  const chosen = step.requestIds.flatMap(id => view.ready.find(request => request.id === id) ?? []);
  const stale = await refuseStale(engine, chosen);
  if (stale.size > 0) return await handOut(engine, without(view, stale));
  const setKey = newSetKey(engine.env);
  const xml = encodeMessageSet({
    target: targetFor(view.connection.country),
    onError: 'continueOnError',
    newMessageSetID: setKey,
    requests: chosen.map(row => ({
      requestID: writeMember(row).requestID,
      request: requestToSend(row),
    })),
  });
  const parts: SetParts = {
    purpose: 'write',
    setKey,
    aboutSetId: null,
    members: chosen.map(writeMember),
    requestIds: chosen.map(row => row.id),
    xml,
  };
  const moves = chosen.flatMap((row): Move[] =>
    row.exportId === null
      ? []
      : [
          {
            exportId: row.exportId,
            from: ['queued'],
            to: 'sent',
            action: 'handed to QuickBooks',
            said: { requestId: row.id, setKey },
          },
        ],
  );
  const [exchange] = await Promise.all([
    leave(engine, view, parts),
    moveExports(engine.tx, engine.frame, moves),
  ]);
  return exchange;
}
