/** The Web Connector's contract as facts: names, order and types of Intuit's WSDL. */
export const INTUIT_NAMESPACE = 'http://developer.intuit.com/';

export type SoapType = 'string' | 'int' | 'ArrayOfString';

export interface OperationFacts {
  readonly name: string;
  readonly params: readonly (readonly [name: string, type: 'string' | 'int'])[];
  readonly result: SoapType;
}

export const OPERATIONS = [
  { name: 'serverVersion', params: [], result: 'string' },
  { name: 'clientVersion', params: [['strVersion', 'string']], result: 'string' },
  {
    name: 'authenticate',
    params: [
      ['strUserName', 'string'],
      ['strPassword', 'string'],
    ],
    result: 'ArrayOfString',
  },
  {
    name: 'sendRequestXML',
    params: [
      ['ticket', 'string'],
      ['strHCPResponse', 'string'],
      ['strCompanyFileName', 'string'],
      ['qbXMLCountry', 'string'],
      ['qbXMLMajorVers', 'int'],
      ['qbXMLMinorVers', 'int'],
    ],
    result: 'string',
  },
  {
    name: 'receiveResponseXML',
    params: [
      ['ticket', 'string'],
      ['response', 'string'],
      ['hresult', 'string'],
      ['message', 'string'],
    ],
    result: 'int',
  },
  {
    name: 'connectionError',
    params: [
      ['ticket', 'string'],
      ['hresult', 'string'],
      ['message', 'string'],
    ],
    result: 'string',
  },
  { name: 'getLastError', params: [['ticket', 'string']], result: 'string' },
  { name: 'closeConnection', params: [['ticket', 'string']], result: 'string' },
  {
    name: 'getInteractiveURL',
    params: [
      ['wcTicket', 'string'],
      ['sessionID', 'string'],
    ],
    result: 'string',
  },
  { name: 'interactiveDone', params: [['wcTicket', 'string']], result: 'string' },
  {
    name: 'interactiveRejected',
    params: [
      ['wcTicket', 'string'],
      ['reason', 'string'],
    ],
    result: 'string',
  },
] as const satisfies readonly OperationFacts[];

export type OperationName = (typeof OPERATIONS)[number]['name'];

const NAMES = new Set<string>(OPERATIONS.map(operation => operation.name));

export function isOperation(name: string): name is OperationName {
  return NAMES.has(name);
}

/** The guide's text calls it getServerVersion; captures and samples serverVersion. Both are answered. */
export function operationNamed(name: string): OperationName | null {
  if (name === 'getServerVersion') return 'serverVersion';
  return isOperation(name) ? name : null;
}

/** Parameters that may be large: everything outside them is small. */
export const BIG_PARAMS: ReadonlySet<string> = new Set(['response', 'strHCPResponse', 'message']);
