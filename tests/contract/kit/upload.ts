import { once } from 'node:events';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import { read, type Said } from './soap';

/** A SOAP message on its way to the server in chunks, which goes on and stops as it is told. */
export class Upload {
  private readonly request: ClientRequest;
  private readonly answered: Promise<unknown[]>;
  private readonly pieces: Iterator<Uint8Array>;

  constructor(url: string, pieces: Iterable<Uint8Array>) {
    const headers = { 'content-type': 'text/xml; charset=utf-8' };
    this.request = http.request(url, { method: 'POST', headers, agent: false });
    this.answered = once(this.request, 'response');
    // Of one that is dropped nobody awaits the answer.
    this.answered.catch(() => undefined);
    this.pieces = pieces[Symbol.iterator]();
  }

  /** Sends so many pieces more, no faster than the server takes them; false when none is left. */
  async send(count: number): Promise<boolean> {
    for (let sent = 0; sent < count; sent += 1) {
      const { done, value } = this.pieces.next();
      if (done) return false;
      if (!this.request.write(value)) await once(this.request, 'drain');
    }
    return true;
  }

  /** Sends the rest and reads the answer. */
  async finish(): Promise<Said> {
    await this.send(Number.POSITIVE_INFINITY);
    this.request.end();
    const [response] = (await this.answered) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return read(Buffer.concat(chunks).toString('utf8'));
  }

  /** Goes away in the middle. */
  drop(): void {
    this.request.destroy();
  }
}
