import { sha256Hex } from '@/lib/core/canonical';
import { changeBy, isRenewed, type Settlement } from '@/lib/flows/flow';
import { flowOf } from '@/lib/flows/registry';
import { type QbAnswer, type QbRequest, readAnswer, UnreadableAnswer } from '@/lib/qbxml';
import type { Reply, ReplyPart } from './protocol';
import type { Member, RequestRow } from './rows';

/** What the Web Connector brought, read but not judged. */
export interface RawReply {
  readonly text: string;
  readonly hresult: string;
  readonly message: string;
  /** By which a repeat is known. */
  readonly sha256: string;
  /** Null when QuickBooks threw, or when it cannot be read. */
  readonly answer: QbAnswer | null;
  readonly unreadable: string | null;
}

/** The name of a reply: its answer's text may be told by its hash alone, so that nobody has to hold it. */
export function replyHash(reply: { answerSha256: string; hresult: string; message: string }): string {
  return sha256Hex(`${reply.hresult}\n${reply.message}\n${reply.answerSha256}`);
}

/** Reads what receiveResponseXML was given. Never throws: what cannot be read says why. */
export function readReply(input: { response: string; hresult: string; message: string }): RawReply {
  const { response, hresult, message } = input;
  const raw = {
    text: response,
    hresult: hresult.trim(),
    message,
    sha256: replyHash({ answerSha256: sha256Hex(response), hresult, message }),
  };
  if (raw.hresult !== '') return { ...raw, answer: null, unreadable: null };
  try {
    return { ...raw, answer: readAnswer(response), unreadable: null };
  } catch (thrown) {
    if (thrown instanceof UnreadableAnswer) return { ...raw, answer: null, unreadable: thrown.message };
    throw thrown;
  }
}

/** The reply with requestIDs as they were on the wire. */
export function wireAnswer(raw: RawReply): Reply {
  return partsOf(raw, [], []);
}

/** The record an answer to a write holds, by its flow; null when there is none that can be kept. */
export function settlementFor(
  row: RequestRow | undefined,
  response: QbAnswer['responses'][number],
): Settlement | null {
  const flow = row?.exportKind && row.role === 'write' ? flowOf(row.exportKind) : null;
  if (!row || flow === null) return null;
  try {
    const request = row.payload as QbRequest;
    const change = changeBy(flow, row.message);
    if (change === null && isRenewed(flow)) return flow.settle(response, row.snapshot, request);
    if (change === null) return 'settle' in flow ? flow.settle(response, row.snapshot) : null;
    if (row.target === null) return null;
    return change.settle({ request, snapshot: row.snapshot }, row.target.record, response);
  } catch (thrown) {
    if (thrown instanceof UnreadableAnswer) return null;
    throw thrown;
  }
}

/**
 * The reply as the protocol takes it: requestIDs turned from the wire's into our requests' ids (unknown ones kept as they
 * came), and for writes whether a record came back that can be kept.
 */
export function partsOf(raw: RawReply, members: readonly Member[], requests: readonly RequestRow[]): Reply {
  if (raw.hresult !== '') return { kind: 'hresult', hresult: raw.hresult, message: raw.message };
  if (raw.answer === null) return { kind: 'unreadable', reason: raw.unreadable ?? 'it is empty' };
  const byWire = new Map(members.map(member => [member.requestID, member.requestId]));
  const byId = new Map(requests.map(request => [request.id, request]));
  const parts = raw.answer.responses.map((response): ReplyPart => {
    const requestId =
      response.requestID === null ? null : (byWire.get(response.requestID) ?? response.requestID);
    return {
      requestID: requestId,
      statusCode: response.statusCode,
      statusMessage: response.statusMessage,
      hasRecord: settlementFor(byId.get(requestId ?? ''), response) !== null,
    };
  });
  return { kind: 'answer', setStatusCode: raw.answer.messageSetStatusCode, parts };
}
