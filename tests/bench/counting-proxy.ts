import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What went to the database since the count was last taken. */
export interface DatabaseWork {
  readonly transactions: number;
  /** All but `begin` and `commit`. */
  readonly statements: number;
  /** Times the app waited for an answer before it went on. */
  readonly trips: number;
}

export interface CountingProxy {
  readonly url: string;
  take(): DatabaseWork;
  close(): Promise<void>;
}

const BRACKET = /^\s*(begin|commit|rollback)\b/i;

/**
 * Stands between the app and PostgreSQL and counts what the app's pool sends: nothing is asked of the app or of the server,
 * so nothing is left out. It speaks the protocol's version 3 without TLS.
 */
export async function startCountingProxy(databaseUrl: string): Promise<CountingProxy> {
  const target = new URL(databaseUrl);
  const seen = { texts: [] as string[], trips: 0 };
  const sockets = new Set<Socket>();
  const server = createServer(client => {
    const upstream = connect(Number.parseInt(target.port || '5432', 10), target.hostname);
    const reader = new FrontendReader(text => seen.texts.push(text));
    let isAnswered = true;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('data', chunk => {
      reader.read(chunk);
      if (isAnswered && reader.isOfApp) seen.trips += 1;
      isAnswered = false;
    });
    upstream.on('data', () => {
      isAnswered = true;
    });
    client.pipe(upstream);
    upstream.pipe(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('This machine gives no port.');
  return {
    url: Object.assign(new URL(databaseUrl), { host: `127.0.0.1:${address.port}` }).toString(),
    take: () => {
      const texts = seen.texts.splice(0);
      const work: DatabaseWork = {
        transactions: texts.filter(text => /^\s*begin\b/i.test(text)).length,
        statements: texts.filter(text => !BRACKET.test(text)).length,
        trips: seen.trips,
      };
      seen.trips = 0;
      return work;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const LENGTH_BYTES = 4;

/** Cuts what a client sends into messages and tells the text of each statement that is carried out. */
class FrontendReader {
  /** The pool of the app, not that of its task queue. */
  isOfApp = false;
  private rest = Buffer.alloc(0);
  private isStarted = false;
  private bound = '';
  private readonly prepared = new Map<string, string>();

  constructor(private readonly onStatement: (text: string) => void) {}

  read(chunk: Buffer): void {
    this.rest = Buffer.concat([this.rest, chunk]);
    for (;;) {
      const kindBytes = this.isStarted ? 1 : 0;
      if (this.rest.length < kindBytes + LENGTH_BYTES) return;
      const end = kindBytes + this.rest.readUInt32BE(kindBytes);
      if (this.rest.length < end) return;
      const body = this.rest.subarray(kindBytes + LENGTH_BYTES, end);
      if (this.isStarted) this.message(String.fromCharCode(this.rest[0] ?? 0), body);
      else this.start(body);
      this.rest = this.rest.subarray(end);
    }
  }

  private start(body: Buffer): void {
    this.isStarted = true;
    this.isOfApp = body.toString('utf8').includes('application_name\0connector\0');
  }

  private message(kind: string, body: Buffer): void {
    const [first = '', second = ''] = body.toString('utf8').split('\0', 2);
    if (kind === 'P') this.prepared.set(first, second);
    if (kind === 'B') this.bound = this.prepared.get(second) ?? '';
    if (!this.isOfApp) return;
    if (kind === 'Q') this.onStatement(first);
    if (kind === 'E') this.onStatement(this.bound);
  }
}
