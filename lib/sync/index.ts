export { type DueReads, enqueueDueReads } from './due-reads';
export type { Engine } from './engine';
export {
  type AcceptedWrite,
  cancelWrites,
  enqueueWrites,
  PRIORITY,
  payloadHash,
} from './enqueue';
export { expectWork } from './expected-work';
export type { Failure } from './failures';
export {
  type CodeInWords,
  type ExchangeLine,
  type ExchangeTexts,
  listRuns,
  type RequestLine,
  type RunDetail,
  type RunLine,
  type RunPage,
  type RunsInput,
  showExchange,
  showRun,
} from './journal';
export { type AnswerSource, settleLargeAnswer } from './large-answers';
export type { Exchange } from './leave';
export { nextExchange } from './next';
export { askPresence, isAskedFor } from './presence';
export { type RawReply, readReply } from './reply';
export type { Member } from './rows';
export { closeSession, explain, failConnection, type Leases, type Opened, openSession } from './sessions';
export { type AnswerResult, settleExchange } from './settle';
export { lastOpenChange } from './store/changes';
