import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** At which statement the process dies: before it reaches the database, or once it was carried out and nobody heard. */
export interface Strike {
  /** Counted from 1 over all connections, from `arm` on. */
  readonly statement: number;
  readonly when: 'before' | 'after';
}

const QUERY = 0x51;
const EXECUTE = 0x45;
const PARSE = 0x50;
const BIND = 0x42;
/** A backend's last word on what it was asked: ReadyForQuery, five bytes long. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5]);

/**
 * A door between a copy of the app and its database that counts statements and at one of them cuts everything, as
 * `kill -9` does: nothing that the copy still tries gets through until the door is opened again for the next start.
 */
export class StatementGate {
  /** Statements that came to the door since it was armed. */
  seen = 0;
  /** What was cut; null while the copy lives. */
  struck: { readonly statement: number; readonly when: string; readonly text: string } | null = null;
  private strike: Strike | null = null;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number },
  ) {
    server.on('connection', socket => this.admit(socket));
  }

  static async before(url: string): Promise<StatementGate> {
    const { hostname, port } = new URL(url);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new StatementGate(server, { host: hostname, port: Number.parseInt(port, 10) });
  }

  through(url: string): string {
    const address = this.server.address();
    const to = new URL(url);
    to.hostname = '127.0.0.1';
    to.port = typeof address === 'object' && address ? String(address.port) : '';
    return to.toString();
  }

  arm(strike: Strike | null): void {
    this.seen = 0;
    this.strike = strike;
  }

  /** The copy dies here and now. */
  die(text = 'between two statements'): void {
    if (this.struck !== null) return;
    this.struck = { statement: this.seen, when: this.strike?.when ?? 'before', text };
    this.strike = null;
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }

  /** Lets the next start in. */
  open(): void {
    this.struck = null;
    this.strike = null;
  }

  async close(): Promise<void> {
    this.die('closed');
    const closed = once(this.server, 'close');
    this.server.close();
    await closed;
  }

  private admit(near: Socket): void {
    if (this.struck !== null) return void near.destroy();
    const far = connect(this.target.port, this.target.host);
    near.setNoDelay(true);
    far.setNoDelay(true);
    const reader = new FrontendReader();
    let awaited: string | null = null;
    near.on('data', chunk => {
      if (this.struck !== null) return;
      const texts = reader.read(chunk);
      const met = texts.find(() => this.isNextHit());
      if (met === undefined) return void far.write(chunk);
      if (this.strike?.when === 'before') return this.die(met);
      awaited = met;
      far.write(chunk);
    });
    far.on('data', chunk => {
      if (this.struck !== null) return;
      if (awaited === null) return void near.write(chunk);
      // Whole messages end a chunk: the backend flushes when it is ready, and not before.
      if (chunk.length >= 6 && chunk.subarray(-6, -1).equals(READY)) this.die(awaited);
    });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }

  private isNextHit(): boolean {
    this.seen += 1;
    return this.strike !== null && this.seen === this.strike.statement;
  }
}

/** Reads what a driver says to PostgreSQL, as far as it takes to tell its statements. */
class FrontendReader {
  private rest: Buffer = Buffer.alloc(0);
  private hasStarted = false;
  private readonly prepared = new Map<string, string>();
  private bound = '';

  /** The texts of the statements that begin in this chunk. */
  read(chunk: Buffer): string[] {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const texts: string[] = [];
    for (;;) {
      const head = this.hasStarted ? 1 : 0;
      if (this.rest.length < head + 4) return texts;
      const length = head + this.rest.readInt32BE(head);
      if (this.rest.length < length) return texts;
      const text = this.hasStarted ? this.statementIn(this.rest.subarray(0, length)) : null;
      if (text !== null) texts.push(text);
      this.hasStarted = true;
      this.rest = this.rest.subarray(length);
    }
  }

  private statementIn(message: Buffer): string | null {
    const [name = '', text = ''] = message.toString('utf8', 5, Math.min(message.length, 400)).split('\0');
    switch (message[0]) {
      case QUERY:
        return name;
      case PARSE:
        this.prepared.set(name, text);
        return null;
      case BIND:
        // The portal, then the statement.
        this.bound = this.prepared.get(text) ?? text;
        return null;
      case EXECUTE:
        return this.bound;
      default:
        return null;
    }
  }
}
