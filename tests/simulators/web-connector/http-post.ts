import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';

/** .NET waits this long for "100 Continue" before it sends the body anyway. */
const CONTINUE_WAIT_MS = 350;
const PIECE_PAUSE_MS = 2;
const USER_AGENT = 'Mozilla/4.0 (compatible; MSIE 6.0; MS Web Services Client Protocol 4.0.30319.42000)';

export type Cut = 'while-sending' | 'after-sending';

export interface Post {
  readonly url: string;
  readonly soapAction: string;
  readonly body: string;
  readonly agent: http.Agent;
  readonly timeoutMs: number;
  readonly cut?: Cut | undefined;
  readonly pieceBytes?: number | undefined;
}

export interface Posted {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The connection ended before an answer was read. */
export class ConnectionCut extends Error {}

async function read(response: IncomingMessage): Promise<Posted> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const body = new TextDecoder('utf-8', { fatal: false }).decode(Buffer.concat(chunks));
  return { status: response.statusCode ?? 0, contentType: response.headers['content-type'] ?? '', body };
}

/** One POST on its way. */
class Sending {
  private isBodyBegun = false;

  constructor(
    private readonly post: Post,
    private readonly request: http.ClientRequest,
  ) {}

  answer(): Promise<Posted> {
    const { request, post } = this;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.send(), CONTINUE_WAIT_MS);
      const lost = (error: Error): void =>
        reject(error instanceof ConnectionCut ? error : new ConnectionCut(error.message));
      request.setTimeout(post.timeoutMs, () =>
        request.destroy(new ConnectionCut('The operation has timed out.')),
      );
      request.on('continue', () => this.send());
      request.on('response', response => {
        clearTimeout(timer);
        if (post.cut === 'after-sending') request.destroy(new ConnectionCut('The connection was cut.'));
        else this.read(response).then(resolve, lost);
      });
      request.on('error', error => {
        clearTimeout(timer);
        lost(error);
      });
      request.flushHeaders();
    });
  }

  /** Whether the server cannot have seen the call: a kept connection that had gone before anything was sent on it. */
  get isUnseen(): boolean {
    return this.request.reusedSocket && !this.isBodyBegun;
  }

  /** A server may answer before it saw the body; then the body is not sent and the connection not kept. */
  private async read(response: IncomingMessage): Promise<Posted> {
    const posted = await read(response);
    if (!this.isBodyBegun) this.request.destroy();
    return posted;
  }

  private send(): void {
    if (this.isBodyBegun || this.request.destroyed) return;
    this.isBodyBegun = true;
    const bytes = Buffer.from(this.post.body, 'utf8');
    if (this.post.cut === 'while-sending') {
      const half = bytes.subarray(0, Math.floor(bytes.length / 2));
      this.request.write(half, () => this.request.destroy(new ConnectionCut('The connection was cut.')));
    } else if (this.post.pieceBytes === undefined) this.request.end(bytes);
    else void this.sendPieces(bytes, this.post.pieceBytes);
  }

  private async sendPieces(bytes: Buffer, pieceBytes: number): Promise<void> {
    for (let at = 0; at < bytes.length && !this.request.destroyed; at += pieceBytes) {
      this.request.write(bytes.subarray(at, at + pieceBytes));
      await pause(PIECE_PAUSE_MS);
    }
    this.request.end();
  }
}

function begin(post: Post): Sending {
  const url = new URL(post.url);
  const { request } = url.protocol === 'https:' ? https : http;
  const headers = {
    'User-Agent': USER_AGENT,
    'Content-Type': 'text/xml; charset=utf-8',
    SOAPAction: `"${post.soapAction}"`,
    'Content-Length': Buffer.byteLength(post.body, 'utf8'),
    Expect: '100-continue',
    Connection: 'Keep-Alive',
  };
  return new Sending(post, request(url, { method: 'POST', agent: post.agent, headers }));
}

/** Posts as a .NET client does: kept connections, the body after "100 Continue" or a short wait. Redirects are not followed. */
export async function sendPost(post: Post): Promise<Posted> {
  const sending = begin(post);
  try {
    return await sending.answer();
  } catch (error) {
    if (!sending.isUnseen) throw error;
    return begin(post).answer();
  }
}

export const makeAgent = (url: string): http.Agent =>
  url.startsWith('https:')
    ? new https.Agent({ keepAlive: true, maxSockets: 1 })
    : new http.Agent({ keepAlive: true, maxSockets: 1 });
