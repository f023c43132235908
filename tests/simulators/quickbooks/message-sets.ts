import { createHash } from 'node:crypto';
import { answerDocument, writeAnswer } from './answers';
import type { CompanyState } from './company/records';
import type { JudgedSet } from './judge';
import type { XmlElement } from './xml';

/** Longer ids answer 9004. */
const ID_MOST = 24;

const STATUS = {
  stored: 0,
  nothingToClear: 600,
  otherContent: 9001,
  neverRan: 9002,
  idTooLong: 9004,
  notStored: 9005,
} as const;

function setAnswer(
  status: number,
  newMessageSetId: string | null,
  responses: readonly XmlElement[] = [],
): string {
  const id = newMessageSetId === null ? {} : { newMessageSetID: newMessageSetId };
  return writeAnswer(answerDocument({ ...id, messageSetStatusCode: String(status) }, responses));
}

const checksumOf = (qbxml: string): string => createHash('sha256').update(qbxml).digest('hex');

/** Whether the answer of a run set reaches the store; the moods decide. */
export type Storing = 'stored' | 'refused' | 'forgotten';

/** The answers QuickBooks keeps in the company file, so that a set whose answer was lost is not run again. */
export class MessageSets {
  constructor(private readonly state: CompanyState) {}

  /** The answer to give without running anything; null when the set must run. */
  answerFor(set: JudgedSet, qbxml: string): string | null {
    const { newMessageSetId: id, oldMessageSetId: old, requests } = set;
    if ((id?.length ?? 0) > ID_MOST || (old?.length ?? 0) > ID_MOST) return setAnswer(STATUS.idTooLong, id);
    if (requests.length === 0 && old !== null && (id === null || id === old)) {
      return id === null ? this.clear(old) : this.ask(id);
    }
    const stored = id === null ? undefined : this.state.storedAnswers[id];
    if (!stored) return null;
    return stored.checksum === checksumOf(qbxml) ? stored.answer : setAnswer(STATUS.otherContent, id);
  }

  /** Writes the answer of a set that ran, keeps it under its id and drops the one it replaces. */
  finish(set: JudgedSet, run: { qbxml: string; responses: readonly XmlElement[]; storing: Storing }): string {
    const { newMessageSetId: id, oldMessageSetId: old } = set;
    if (old !== null && old !== id) this.drop(old);
    if (id === null) return writeAnswer(answerDocument({}, run.responses));
    if (run.storing === 'refused') return setAnswer(STATUS.notStored, id, run.responses);
    const answer = setAnswer(STATUS.stored, id, run.responses);
    if (run.storing === 'stored') this.keep(id, { checksum: checksumOf(run.qbxml), answer });
    return answer;
  }

  private ask(id: string): string {
    return this.state.storedAnswers[id]?.answer ?? setAnswer(STATUS.neverRan, id);
  }

  private clear(old: string): string {
    if (!this.state.storedAnswers[old]) return setAnswer(STATUS.nothingToClear, null);
    this.drop(old);
    return setAnswer(STATUS.stored, null);
  }

  private keep(id: string, stored: { checksum: string; answer: string }): void {
    this.state.storedAnswers = { ...this.state.storedAnswers, [id]: stored };
  }

  private drop(id: string): void {
    const { [id]: _dropped, ...others } = this.state.storedAnswers;
    this.state.storedAnswers = others;
  }
}
