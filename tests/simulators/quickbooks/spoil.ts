import { answerDocument, writeAnswer } from './answers';
import { parseXml, type XmlElement } from './xml';

export type Spoiling =
  | 'cut-short'
  | 'not-xml'
  | 'empty'
  | 'dtd'
  | 'unknown-elements'
  | 'decimal-commas'
  | 'other-order'
  | 'doubled'
  | 'other-request-ids';

export type Spoiler = Spoiling | ((answer: string) => string);

type Change = (element: XmlElement) => XmlElement;

const FUTURE: XmlElement = {
  name: 'FutureField',
  attributes: {},
  children: [{ name: 'Kind', attributes: {}, children: [], text: 'new' }],
  text: '',
};

const everywhere =
  (change: Change): Change =>
  element =>
    change({ ...element, children: element.children.map(everywhere(change)) });

const isRet = ({ name }: XmlElement): boolean => name.endsWith('Ret');

const withFuture: Change = element =>
  isRet(element) ? { ...element, children: [FUTURE, ...element.children, FUTURE] } : element;

const withComma: Change = element =>
  /^-?\d+\.\d+$/.test(element.text) ? { ...element, text: element.text.replace('.', ',') } : element;

/** By name; elements of one name, such as lines, keep their order among themselves. */
const reordered: Change = element => {
  if (!isRet(element)) return element;
  const children = [...element.children].sort((a, b) => a.name.localeCompare(b.name));
  return { ...element, children };
};

const withOtherId: Change = element => {
  const { requestID } = element.attributes;
  if (requestID === undefined) return element;
  return { ...element, attributes: { ...element.attributes, requestID: `${requestID}-other` } };
};

function rewritten(answer: string, change: Change): string {
  return writeAnswer(everywhere(change)(parseXml(answer).root));
}

function doubled(answer: string): string {
  const [set] = parseXml(answer).root.children;
  const responses = set?.children ?? [];
  return writeAnswer(
    answerDocument(
      set?.attributes ?? {},
      responses.flatMap(one => [one, one]),
    ),
  );
}

const SPOILERS: Readonly<Record<Spoiling, (answer: string) => string>> = {
  'cut-short': answer => answer.slice(0, Math.floor(answer.length * 0.6)),
  'not-xml': () => 'The remote procedure call failed and did not execute.',
  empty: () => '',
  dtd: answer => answer.replace('<QBXML', '<!DOCTYPE QBXML [<!ENTITY a "a">]>\n<QBXML'),
  'unknown-elements': answer => rewritten(answer, withFuture),
  'decimal-commas': answer => rewritten(answer, withComma),
  'other-order': answer => rewritten(answer, reordered),
  doubled,
  'other-request-ids': answer => rewritten(answer, withOtherId),
};

/** What a troubled PC makes of an answer on its way out; the company file has long been saved. */
export const spoilt = (answer: string, spoiler: Spoiler): string =>
  typeof spoiler === 'string' ? SPOILERS[spoiler](answer) : spoiler(answer);
