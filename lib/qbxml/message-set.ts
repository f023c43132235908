import { assert } from '@/lib/core/errors';
import { QBXML } from '@/lib/core/limits';
import { type EncodeProblem, encodeContent, type Target, Unencodable } from './encode';
import { compareVersions } from './fields';
import type { Message, RequestOf } from './message';
import { MESSAGES, type MessageName, type Messages } from './messages';
import { writeXml, type XmlElement } from './xml';

/** A request to be sent. `QbRequest<'PurchaseOrderAdd'>` has that message's fields. */
export interface QbRequest<N extends MessageName = MessageName> {
  readonly message: N;
  readonly body: RequestOf<Messages[N]>;
  readonly iterator?: Iterator_;
}

export type Iterator_ =
  | { readonly state: 'Start' }
  | { readonly state: 'Continue' | 'Stop'; readonly iteratorID: string };

export function qbRequest<N extends MessageName>(
  message: N,
  body: RequestOf<Messages[N]>,
  iterator?: Iterator_,
): QbRequest<N> {
  return iterator === undefined ? { message, body } : { message, body, iterator };
}

export interface MessageSetInput {
  readonly target: Target;
  readonly onError: 'stopOnError' | 'continueOnError';
  /** At most 23 characters. QuickBooks keeps the answer under it. */
  readonly newMessageSetID?: string;
  /** With an equal new id: ask for the stored answer. Alone: clear it. */
  readonly oldMessageSetID?: string;
  readonly requests: readonly { readonly requestID: string; readonly request: QbRequest }[];
}

/** What is wrong with a request as a whole, whatever its fields hold. */
function problemsWith(message: Message, request: QbRequest, target: Target): EncodeProblem[] {
  const problems: EncodeProblem[] = [];
  if (compareVersions(message.since, target.version) > 0)
    problems.push({ path: message.name, problem: `is not known to qbXML ${target.version.join('.')}` });
  const isPaged = request.iterator !== undefined && request.iterator.state !== 'Stop';
  if (isPaged && !Object.hasOwn(request.body, 'MaxReturned'))
    problems.push({ path: `${message.name}.MaxReturned`, problem: 'is missing, and pages need it' });
  return problems;
}

function requestElement(requestID: string, request: QbRequest, target: Target): XmlElement {
  assert(requestID.length <= QBXML.requestIdChars, 'a requestID has at most 50 characters');
  const message = MESSAGES[request.message];
  const iterator = request.iterator;
  assert(iterator === undefined || message.isIterable, `${message.name} takes no iterator`);
  const problems = problemsWith(message, request, target);
  if (problems.length > 0) throw new Unencodable(message.name, problems);
  const attributes: Record<string, string> = { requestID };
  if (iterator !== undefined) attributes['iterator'] = iterator.state;
  if (iterator !== undefined && iterator.state !== 'Start') attributes['iteratorID'] = iterator.iteratorID;
  return {
    name: `${message.name}Rq`,
    attributes,
    content: encodeContent(
      { name: message.name, fields: message.request },
      request.body as Record<string, unknown>,
      target,
    ),
  };
}

/**
 * A whole qbXML document with both prologue lines, as sendRequestXML returns it.
 * @throws Unencodable when a request would be refused by QuickBooks for its form.
 */
export function encodeMessageSet(input: MessageSetInput): string {
  const attributes: Record<string, string> = { onError: input.onError };
  for (const id of [input.newMessageSetID, input.oldMessageSetID]) {
    assert(
      id === undefined || id.length <= QBXML.messageSetIdChars,
      'a message set id has at most 23 characters',
    );
  }
  if (input.newMessageSetID !== undefined) attributes['newMessageSetID'] = input.newMessageSetID;
  if (input.oldMessageSetID !== undefined) attributes['oldMessageSetID'] = input.oldMessageSetID;
  const requests = input.requests.map(one => requestElement(one.requestID, one.request, input.target));
  const set: XmlElement = { name: 'QBXMLMsgsRq', attributes, content: requests };
  const version = input.target.version.join('.');
  return `<?xml version="1.0" encoding="utf-8"?><?qbxml version="${version}"?>${writeXml({ name: 'QBXML', content: [set] })}`;
}

/** Encodes a request for its problems alone, before anybody is asked to accept it. @throws Unencodable */
export function checkRequest(request: QbRequest, target: Target): void {
  requestElement('0', request, target);
}
