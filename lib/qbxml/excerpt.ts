/** What a message says of one request, without the requests that went with it. */

const RESPONSE = /<(\w+)Rs\b([^>]*)>/g;
const ATTRIBUTE = /([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** The elements of a request, and of the answers to it, as they stand in a message; empty when there are none. */
export function excerptOf(text: string, requestIDs: ReadonlySet<string>): string {
  const element = /<((?!QBXMLMsgs)\w+R[qs])\b([^>]*?)(\/>|>[\s\S]*?(?:<\/\1>|$))/g;
  return [...text.matchAll(element)]
    .filter(([, , attributes = '']) => requestIDs.has(attributesOf(attributes).get('requestID') ?? ''))
    .map(([whole]) => whole)
    .join('\n');
}

interface SaidStatus {
  readonly requestID: string;
  readonly statusCode: number;
  readonly statusMessage: string;
}

/** What an answer says of each request; of one that was cut short, as far as it goes. */
export function statusesIn(text: string): SaidStatus[] {
  return [...text.matchAll(RESPONSE)].flatMap(([, , given = '']) => {
    const attributes = attributesOf(given);
    const [requestID, code] = [attributes.get('requestID'), attributes.get('statusCode')];
    if (requestID === undefined || code === undefined || !/^\d{1,6}$/.test(code)) return [];
    return [
      {
        requestID,
        statusCode: Number.parseInt(code, 10),
        statusMessage: attributes.get('statusMessage') ?? '',
      },
    ];
  });
}

function attributesOf(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(ATTRIBUTE)].map(([, name = '', double, single]) => [
      name,
      unescaped(double ?? single ?? ''),
    ]),
  );
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function unescaped(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ENTITIES[name] ?? '');
}

/** Elements whose text is nobody's business in a log. Names of qbxmltypes130.xsd. */
const SECRET = [
  'BankNumber',
  'CreditCardAddress',
  'CreditCardNumber',
  'CreditCardPostalCode',
  'CreditCardTransID',
  'EIN',
  'NameOnCard',
  'SSN',
  'TaxRegistrationNumber',
  'VendorTaxIdent',
];

const SECRETS = new RegExp(`<(${SECRET.join('|')})>[^<]*`, 'g');

/** A message as it may be kept and shown: tax ids, card and bank numbers replaced. */
export function masked(text: string): string {
  return text.replace(SECRETS, '<$1>•••');
}
