import { asConnector, type Engine } from './engine';
import { LargePages } from './large-pages';
import { type AnswerSource, LargeReply } from './large-reply';
import type { RawReply } from './reply';
import { type AnswerResult, settleAwaited, settleExchange } from './settle';
import { holdConnection } from './store/hold';
import { loadAnswer } from './store/load';

export type { AnswerSource } from './large-reply';

/** Runs a part of the engine in one transaction. */
type RunEngine = <T>(work: (engine: Engine) => Promise<T>) => Promise<T>;

interface Incoming {
  readonly ticketHash: string;
  readonly answer: AnswerSource;
}

type Begun =
  | { readonly kind: 'settled'; readonly result: AnswerResult }
  | { readonly kind: 'not awaited' }
  | { readonly kind: 'kept'; readonly awaited: string }
  | { readonly kind: 'set aside'; readonly awaited: string; readonly pages: LargePages };

/**
 * Settles a large answer while it comes in, as if it had come whole; see `settleExchange`. What a read is answered with
 * is stored as it comes, in one transaction that ends with it: an answer that breaks off, or turns out to be none or
 * somebody else's, leaves nothing behind. Any other answer is kept until it is whole.
 * @throws what the source throws
 */
export async function settleLargeAnswer(
  run: RunEngine,
  { ticketHash, answer }: Incoming,
): Promise<AnswerResult> {
  const reply = new LargeReply(answer);
  const begun = await begin(run, ticketHash, reply);
  if (begun.kind === 'settled') return begun.result;
  const rest = await restOf(begun, reply);
  return await run(engine => settleExchange(engine, { ticketHash, ...rest }));
}

/** Reads what is not stored as it comes to its end; gives it with the set it may settle. */
async function restOf(
  begun: Exclude<Begun, { kind: 'settled' }>,
  reply: LargeReply,
): Promise<{ raw: RawReply; awaited: string | null }> {
  if (begun.kind === 'kept') return { raw: await reply.whole(), awaited: begun.awaited };
  if (begun.kind === 'not awaited') {
    while ((await reply.next()) !== null);
    return { raw: reply.raw({ answer: null, unreadable: null }), awaited: null };
  }
  const { pages } = begun;
  while (await pages.advance());
  const raw = reply.raw({ answer: null, unreadable: pages.unreadable });
  const isBroken = raw.hresult !== '' || raw.unreadable !== null;
  return { raw, awaited: isBroken ? begun.awaited : null };
}

/** Takes a transaction back whose answer is not what it should be, and tells how far it was read. */
class SetAside extends Error {
  constructor(readonly begun: Extract<Begun, { kind: 'set aside' }>) {
    super('the answer is set aside');
  }
}

async function begin(run: RunEngine, ticketHash: string, reply: LargeReply): Promise<Begun> {
  try {
    return await run(engine => take(engine, ticketHash, reply));
  } catch (thrown) {
    if (thrown instanceof SetAside) return thrown.begun;
    throw thrown;
  } finally {
    reply.endTransaction();
  }
}

/** @throws SetAside to take back what was stored */
async function take(engine: Engine, ticketHash: string, reply: LargeReply): Promise<Begun> {
  reply.beginTransaction();
  const key = { companyId: engine.companyId, ticketHash };
  await holdConnection(engine.tx, key);
  const view = await loadAnswer(engine.tx, key, { sha256: '', now: engine.now });
  const set = view?.inFlight ?? null;
  if (view === null || set === null) return { kind: 'not awaited' };
  if (set.purpose !== 'read') return { kind: 'kept', awaited: set.id };
  const pages = new LargePages(reply, view);
  const named = asConnector(engine, view.connection.id);
  for (let isMore = true; isMore; ) {
    isMore = await pages.advance();
    const isVoid = !isMore && reply.isError();
    if (pages.isForeign || pages.unreadable !== null || isVoid)
      throw new SetAside({ kind: 'set aside', awaited: set.id, pages });
    await pages.store(named, isMore ? 'batches' : 'all');
  }
  await engine.env.faults.at('receive-response.parsed');
  const raw = reply.raw({ answer: pages.answer(), unreadable: null });
  return { kind: 'settled', result: await settleAwaited(engine, view, { raw, pages }) };
}
