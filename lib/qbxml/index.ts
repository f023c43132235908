export {
  type AnswerListener,
  type AnswerNode,
  AnswerReader,
  type QbAnswer,
  type QbResponse,
  type ResponseHead,
  readAnswer,
  UnreadableAnswer,
} from './answer';
export { type Answered, answerOf, recordsOf } from './decode';
export { type EncodeProblem, type Target, Unencodable } from './encode';
export { excerptOf, masked, statusesIn } from './excerpt';
export { type Country, compareVersions, type Version } from './fields';
export { HRESULTS, type HresultMeaning, hresultMeaning } from './hresults';
export type { AnswerOf, MessageEffect, RequestOf, RetOf } from './message';
export {
  checkRequest,
  encodeMessageSet,
  type Iterator_ as QbIterator,
  type MessageSetInput,
  type QbRequest,
  qbRequest,
} from './message-set';
export { isMessageName, MESSAGES, type MessageName, type Messages } from './messages';
export { type Report, type ReportCell, type ReportColumn, type ReportRow, reportOf } from './report';
export {
  type AskVerdict,
  askVerdict,
  STATUS_CODES,
  type StatusClass,
  type StatusMeaning,
  statusMeaning,
} from './status-codes';
export { fitText, isWindows1252, normaliseText, oneLine, type Replacement } from './text';
export { escapeXml, writeXml, type XmlElement } from './xml';
