import http, { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseXml, type XmlElement } from '../quickbooks/xml';

export interface Received {
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly envelope: string;
}

export interface Raw {
  readonly status?: number;
  readonly contentType?: string;
  readonly body: string;
}

/** A result as text, an array of strings, or the whole HTTP answer. */
export type Reply = string | readonly string[] | Raw;
export type Replies = Readonly<Record<string, (parameters: Received['parameters'], nth: number) => Reply>>;

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

export const envelope = (method: string, result: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><${method}Response xmlns="http://developer.intuit.com/"><${method}Result>${result}</${method}Result></${method}Response></soap:Body></soap:Envelope>`;

function written(method: string, reply: Reply): Raw {
  if (typeof reply === 'string') return { body: envelope(method, escaped(reply)) };
  if (!('body' in reply)) {
    return { body: envelope(method, reply.map(text => `<string>${escaped(text)}</string>`).join('')) };
  }
  return reply;
}

const local = (name: string): string => name.replace(/^.*:/, '');

/** A method of '' stands for what is no XML. */
function callIn(text: string): { method: string; parameters: Record<string, string> } {
  let root: XmlElement;
  try {
    root = parseXml(text).root;
  } catch {
    return { method: '', parameters: {} };
  }
  const [body] = root.children;
  const call: XmlElement | undefined = body?.children[0];
  const parameters = Object.fromEntries((call?.children ?? []).map(child => [local(child.name), child.text]));
  return { method: local(call?.name ?? ''), parameters };
}

/** A SOAP server of a few lines that answers what a test tells it to and remembers what it was sent. */
export class TinyServer {
  readonly received: Received[] = [];
  private readonly counts = new Map<string, number>();

  private constructor(
    private readonly server: http.Server,
    private readonly replies: Replies,
  ) {}

  static open(replies: Replies): Promise<TinyServer> {
    const server = http.createServer();
    const tiny = new TinyServer(server, replies);
    server.on('request', (request, response) => void tiny.answer(request, response));
    return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(tiny)));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/soap`;
  }

  get methods(): readonly string[] {
    return this.received.map(({ method }) => method);
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise(resolve => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request);
    if (text === null) return;
    const { method, parameters } = callIn(text);
    this.received.push({ method, parameters, headers: request.headers, envelope: text });
    const nth = (this.counts.get(method) ?? 0) + 1;
    this.counts.set(method, nth);
    const reply = written(method, this.replies[method]?.(parameters, nth) ?? '');
    response.writeHead(reply.status ?? 200, {
      'content-type': reply.contentType ?? 'text/xml; charset=utf-8',
    });
    response.end(reply.body);
  }
}

/** Null when the connection went before the whole body was here. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  } catch {
    return null;
  }
}
