import { HRESULT, QuickBooksError } from './errors';
import { type Country, type MessageGrammar, requestGrammars } from './grammar';
import { Matcher } from './matcher';
import { parseXml, type XmlDocument, type XmlElement, XmlError } from './xml';

export type OnError = 'stopOnError' | 'continueOnError' | 'rollbackOnError';

/** Something the parser lets through and the request is then answered for. */
export interface Finding {
  readonly code: number;
  readonly message: string;
}

export interface JudgedRequest {
  /** With the `Rq` at its end. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** As QuickBooks takes it in: Windows-1252 text, foreign elements gone. */
  readonly element: XmlElement;
  readonly findings: readonly Finding[];
}

export interface JudgedSet {
  readonly version: number;
  readonly onError: OnError;
  readonly isDataWanted: boolean;
  readonly newMessageSetId: string | null;
  readonly oldMessageSetId: string | null;
  readonly requests: readonly JudgedRequest[];
}

export interface Host {
  readonly country: Country;
  readonly supportedVersions: readonly string[];
}

const REQUEST_ID_MOST = 50;
const COUNTS_VALUES = ['NoMetaData', 'MetaDataOnly', 'MetaDataAndResponseData'];
const ITERATOR_VALUES = ['Start', 'Continue', 'Stop'];
const SET_ATTRIBUTES: Readonly<Record<string, readonly string[] | null>> = {
  onError: ['stopOnError', 'continueOnError', 'rollbackOnError'],
  responseData: ['includeAll', 'includeNone'],
  newMessageSetID: null,
  oldMessageSetID: null,
};

export const refuse = (reason: string): never => {
  throw new QuickBooksError(HRESULT.cannotParse, reason);
};

function readDocument(qbxml: string): XmlDocument {
  try {
    return parseXml(qbxml);
  } catch (error) {
    if (error instanceof XmlError) return refuse(error.message);
    throw error;
  }
}

function declaredVersion(document: XmlDocument, host: Host): number {
  if (!document.hasDeclaration) refuse('no XML declaration');
  const instructions = document.instructions.filter(({ target }) => target === 'qbxml');
  const [, version = ''] = /^version\s*=\s*["']([^"']*)["']\s*$/.exec(instructions[0]?.body ?? '') ?? [];
  if (instructions.length !== 1 || version === '') refuse('no qbxml version before the root');
  if (!host.supportedVersions.includes(version)) refuse(`qbxml version ${version} is not supported`);
  return Number(version.replace(/^[A-Z]+/, ''));
}

function checkAttributes(
  element: XmlElement,
  allowed: Readonly<Record<string, readonly string[] | null>>,
): void {
  for (const [name, value] of Object.entries(element.attributes)) {
    const values = allowed[name];
    if (values === undefined) refuse(`attribute ${name} on ${element.name}`);
    if (values && !values.includes(value)) refuse(`${name}="${value}" on ${element.name}`);
  }
}

function messageSet(document: XmlDocument): XmlElement {
  const { root } = document;
  if (root.name !== 'QBXML') refuse(`the root is ${root.name}`);
  checkAttributes(root, {});
  const [set, ...others] = root.children;
  if (set?.name !== 'QBXMLMsgsRq' || others.length > 0) return refuse('QBXML must hold one QBXMLMsgsRq');
  if (root.text.trim() !== '' || set.text.trim() !== '') refuse('text between elements');
  checkAttributes(set, SET_ATTRIBUTES);
  if (set.attributes['onError'] === undefined) refuse('no onError');
  return set;
}

function requestAttributes(grammar: MessageGrammar): Record<string, readonly string[] | null> {
  return {
    requestID: null,
    ...(grammar.hasCounts ? { metaData: COUNTS_VALUES } : {}),
    ...(grammar.hasPages ? { iterator: ITERATOR_VALUES, iteratorID: null } : {}),
  };
}

function judgeRequest(element: XmlElement, version: number, country: Country): JudgedRequest {
  const grammar = requestGrammars.get(element.name);
  if (!grammar || grammar.since > version) return refuse(`no message ${element.name} in version ${version}`);
  checkAttributes(element, requestAttributes(grammar));
  const matcher = new Matcher(version, country);
  const requestId = element.attributes['requestID'] ?? '';
  const isIdTooLong = requestId.length > REQUEST_ID_MOST;
  const idFinding = {
    code: 1060,
    message: `The request ID "${requestId}" is longer than ${REQUEST_ID_MOST}.`,
  };
  return {
    name: element.name,
    attributes: element.attributes,
    element: matcher.take(element, grammar.children),
    findings: [...(isIdTooLong ? [idFinding] : []), ...matcher.findings],
  };
}

/**
 * Takes a message set apart as QuickBooks' parser does. Throws 0x80040400 for the whole set when anything in it breaks
 * the grammar of the declared version; what only one request must answer for is listed in its findings.
 */
export function judge(qbxml: string, host: Host): JudgedSet {
  const document = readDocument(qbxml);
  const version = declaredVersion(document, host);
  const set = messageSet(document);
  return {
    version,
    onError: set.attributes['onError'] as OnError,
    isDataWanted: set.attributes['responseData'] !== 'includeNone',
    newMessageSetId: set.attributes['newMessageSetID'] ?? null,
    oldMessageSetId: set.attributes['oldMessageSetID'] ?? null,
    requests: set.children.map(child => judgeRequest(child, version, host.country)),
  };
}
