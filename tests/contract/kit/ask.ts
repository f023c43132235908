import { once } from 'node:events';
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { until } from './until';

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text or bytes with their length in front; several pieces leave as chunks without one. */
  readonly body?: string | Uint8Array | readonly Uint8Array[];
}

/** An answer as it came over the wire: nothing followed, nothing decompressed. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  json<T>(): T;
}

const BOUND_MS = 30_000;

/** One HTTP request with exactly these headers. @throws Error when no answer came in time */
export async function ask(url: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
  const request = http.request(url, { method, headers: { ...headers }, agent: false, timeout: BOUND_MS });
  const answered = once(request, 'response');
  // A server that refuses what is still being written cuts it off; the answer was heard before.
  request.on('error', () => undefined);
  request.on('timeout', () => request.destroy(new Error(`${method} ${url} was not answered in time.`)));
  if (body === undefined) request.end();
  else if (typeof body === 'string' || body instanceof Uint8Array) {
    request.setHeader('content-length', Buffer.byteLength(body));
    request.end(body);
  } else {
    for (const piece of body) request.write(piece);
    request.end();
  }
  const [response] = (await answered) as [IncomingMessage];
  return await answerFrom(response);
}

async function answerFrom(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text,
    json: <T>() => JSON.parse(text) as T,
  };
}

/** A connection that a client holds, saying no more than it was told to. */
export interface Held {
  heard(): string;
  drop(): void;
}

/** Writes these bytes to the server's socket and leaves it open. */
export async function hold(url: string, said: string | Uint8Array): Promise<Held> {
  const socket = connect(Number.parseInt(new URL(url).port, 10), 'localhost');
  let heard = '';
  socket.on('data', chunk => {
    heard += chunk.toString('utf8');
  });
  // Whoever wants to know looks at what was heard.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(said);
  return { heard: () => heard, drop: () => void socket.destroy() };
}

/** Writes these bytes to the server's socket and gives what it says, as soon as that is enough. */
export async function sayRaw(
  url: string,
  said: string | Uint8Array,
  isEnough: (heard: string) => boolean,
): Promise<string> {
  const held = await hold(url, said);
  try {
    return await until(held.heard, isEnough);
  } finally {
    held.drop();
  }
}
