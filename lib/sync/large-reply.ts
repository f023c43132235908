import { createHash } from 'node:crypto';
import { Unavailable } from '@/lib/core/errors';
import { SYNC } from '@/lib/core/limits';
import { type RawReply, readReply, replyHash } from './reply';

/** An answer that is still coming in. */
export interface AnswerSource {
  /** The next of its text; null at its end. @throws what ends the message it comes in */
  next(): Promise<string | null>;
  /** What came with it; once it has ended. */
  rest(): { readonly hresult: string; readonly message: string };
}

/** An answer while it comes in: its hash, and its beginning as it is kept. */
export class LargeReply {
  private readonly hash = createHash('sha256');
  private beginning = '';
  private stage: 'new' | 'open' | 'over' = 'new';

  constructor(private readonly source: AnswerSource) {}

  async next(): Promise<string | null> {
    const text = await this.source.next();
    if (text === null) return null;
    this.hash.update(text, 'utf8');
    const room = SYNC.maxKeptAnswerChars - this.beginning.length;
    if (room > 0) this.beginning += text.slice(0, room);
    return text;
  }

  /** Whether QuickBooks threw, which makes all it brought void; once it has ended. */
  isError(): boolean {
    return this.source.rest().hresult.trim() !== '';
  }

  /** All of it, kept and read as if it had come at once. */
  async whole(): Promise<RawReply> {
    const pieces: string[] = [];
    for (let text = await this.next(); text !== null; text = await this.next()) pieces.push(text);
    return readReply({ response: pieces.join(''), ...this.source.rest() });
  }

  /** What it came with, and what was read of it; once it has ended. */
  raw(read: Pick<RawReply, 'answer' | 'unreadable'>): RawReply {
    const { hresult, message } = this.source.rest();
    const answerSha256 = this.hash.digest('hex');
    return {
      ...(this.isError() ? { answer: null, unreadable: null } : read),
      text: this.beginning,
      hresult: hresult.trim(),
      message,
      sha256: replyHash({ answerSha256, hresult, message }),
    };
  }

  /** A transaction stores what comes in: one only, since what it has drawn is gone. @throws Unavailable for another */
  beginTransaction(): void {
    if (this.stage !== 'new') throw interrupted();
    this.stage = 'open';
  }

  /** @throws Unavailable when the transaction has ended meanwhile, whoever ended it */
  assertInTransaction(): void {
    if (this.stage !== 'open') throw interrupted();
  }

  endTransaction(): void {
    this.stage = 'over';
  }
}

function interrupted(): Unavailable {
  return new Unavailable('Storing a large answer of QuickBooks was interrupted.', {
    remedy: 'Nothing of it was kept. The next run asks for it again.',
  });
}
