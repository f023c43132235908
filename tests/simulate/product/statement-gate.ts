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
const SYNC = 0x53;
/** A backend's last word on what it was asked up to a Query or a Sync. */
const READY = 0x5a;

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
    const answers = new BackendReader();
    let awaited: { readonly text: string; readonly answers: number } | null = null;
    near.on('data', chunk => {
      if (this.struck !== null) return;
      const texts = reader.read(chunk);
      const met = texts.find(() => this.isNextHit());
      if (met === undefined) return void far.write(chunk);
      if (this.strike?.when === 'before') return this.die(met);
      awaited = { text: met, answers: reader.asked };
      far.write(chunk);
    });
    far.on('data', chunk => {
      if (this.struck !== null) return;
      answers.read(chunk);
      if (awaited === null) return void near.write(chunk);
      if (answers.given >= awaited.answers) this.die(awaited.text);
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

/** Cuts a stream of PostgreSQL's protocol into its messages. */
abstract class MessageReader {
  private rest: Buffer = Buffer.alloc(0);

  /** @param hasStarted A driver's first message has a length and no type. */
  constructor(private hasStarted: boolean) {}

  protected abstract take(message: Buffer, isFirst: boolean): void;

  protected cut(chunk: Buffer): void {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    for (;;) {
      const head = this.hasStarted ? 1 : 0;
      if (this.rest.length < head + 4) return;
      const length = head + this.rest.readInt32BE(head);
      if (this.rest.length < length) return;
      this.take(this.rest.subarray(0, length), !this.hasStarted);
      this.hasStarted = true;
      this.rest = this.rest.subarray(length);
    }
  }
}

/** Reads what PostgreSQL answers, as far as it takes to tell what it has answered. */
class BackendReader extends MessageReader {
  /** Questions answered so far; the first is who is there. */
  given = 0;

  constructor() {
    super(true);
  }

  read(chunk: Buffer): void {
    this.cut(chunk);
  }

  protected override take(message: Buffer): void {
    if (message[0] === READY) this.given += 1;
  }
}

/** Reads what a driver says to PostgreSQL, as far as it takes to tell its statements. */
class FrontendReader extends MessageReader {
  /** Questions asked so far; the first is to be let in. */
  asked = 0;
  private readonly prepared = new Map<string, string>();
  private bound = '';
  private texts: string[] = [];

  constructor() {
    super(false);
  }

  /** The texts of the statements that begin in this chunk. */
  read(chunk: Buffer): string[] {
    this.texts = [];
    this.cut(chunk);
    return this.texts;
  }

  protected override take(message: Buffer, isFirst: boolean): void {
    if (isFirst || message[0] === QUERY || message[0] === SYNC) this.asked += 1;
    const text = isFirst ? null : this.statementIn(message);
    if (text !== null) this.texts.push(text);
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
