import { sha256Hex } from '@/lib/core/canonical';
import type { Engine } from './engine';
import type { NextView } from './store/load';
import { type NewSet, saveSet } from './store/save';

export type Exchange =
  | { readonly kind: 'qbxml'; readonly xml: string; readonly writes: number }
  /** Nothing is handed out; getLastError tells why. */
  | { readonly kind: 'nothing' }
  /** The ticket opens no session. */
  | { readonly kind: 'no session' };

export type SetParts = Pick<NewSet, 'purpose' | 'setKey' | 'aboutSetId' | 'members' | 'requestIds' | 'xml'>;

export const NO_REQUESTS = { setKey: null, aboutSetId: null, members: [], requestIds: [] } as const;

/** Stores a message set, bytes and all, and hands it out. */
export async function leave(
  engine: Engine,
  view: Pick<NextView, 'connection' | 'session'>,
  parts: SetParts,
): Promise<Exchange> {
  await saveSet(engine.tx, {
    ...parts,
    companyId: engine.companyId,
    id: engine.env.newId(),
    connectionId: view.connection.id,
    sessionId: view.session.id,
    xmlSha256: sha256Hex(parts.xml),
    sentAt: engine.now,
  });
  return { kind: 'qbxml', xml: parts.xml, writes: parts.purpose === 'write' ? parts.requestIds.length : 0 };
}
