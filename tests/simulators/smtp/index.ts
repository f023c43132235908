import { createServer, type Server, type Socket } from 'node:net';
import { type ReceivedMail, readMail } from './mail';

export type { ReceivedMail } from './mail';

const MOST_COMMAND_CHARS = 512;
const MOST_LINE_CHARS = 998;

/** What the server does to the next mail, once. */
export interface Mishap {
  /** Answers RCPT with this. */
  readonly refusal?: string;
  /** Takes the mail, and hangs up without a word. */
  readonly isAnswerLost?: boolean;
}

export interface SmtpOptions {
  readonly port?: number;
  /** The address it listens on; 127.0.0.1 when absent. */
  readonly host?: string;
  /** From whom it takes mails; anybody when absent. */
  readonly login?: { readonly user: string; readonly password: string };
}

/**
 * A mail server that takes mails and keeps them. It goes by RFC 5321: commands in their order, CRLF alone, bounds of lines,
 * dots that were doubled.
 */
export interface SmtpServer {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** What was done wrong to it, as it answered. */
  readonly complaints: readonly string[];
  next(mishap: Mishap): void;
  /** Forgets the mails that came. */
  forget(): void;
  close(): Promise<void>;
}

interface House {
  readonly options: SmtpOptions;
  readonly mails: ReceivedMail[];
  readonly complaints: string[];
  readonly mishaps: Mishap[];
}

export async function startSmtp(options: SmtpOptions = {}): Promise<SmtpServer> {
  const house: House = { options, mails: [], complaints: [], mishaps: [] };
  const sockets = new Set<Socket>();
  const server: Server = createServer(socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    new Conversation(socket, house).begin();
  });
  await new Promise<void>(resolve => server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    mails: house.mails,
    complaints: house.complaints,
    next: mishap => void house.mishaps.push(mishap),
    forget: () => void house.mails.splice(0),
    close: () =>
      new Promise(resolve => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** One connection, command by command. */
class Conversation {
  #buffer = '';
  #hasGreeted = false;
  #isKnown: boolean;
  #from: string | null = null;
  #to: string[] = [];
  #data: string[] | null = null;

  constructor(
    private readonly socket: Socket,
    private readonly house: House,
  ) {
    this.#isKnown = house.options.login === undefined;
  }

  begin(): void {
    this.socket.setEncoding('latin1');
    this.socket.on('error', () => undefined);
    this.socket.on('data', (chunk: string) => this.#take(chunk));
    this.#say('220 mail.example ESMTP simulated');
  }

  #say(line: string): void {
    const code = Number.parseInt(line, 10);
    if (code >= 500) this.house.complaints.push(line);
    this.socket.write(`${line}\r\n`);
  }

  #take(chunk: string): void {
    this.#buffer += chunk;
    for (let end = this.#buffer.indexOf('\n'); end >= 0; end = this.#buffer.indexOf('\n')) {
      const line = this.#buffer.slice(0, end + 1);
      this.#buffer = this.#buffer.slice(end + 1);
      if (!line.endsWith('\r\n')) this.#hangUp('500 a line ends with CRLF');
      else if (this.#data === null) this.#command(line.slice(0, -2));
      else this.#dataLine(line.slice(0, -2));
    }
  }

  #hangUp(word: string): void {
    this.#say(word);
    this.socket.end();
  }

  #command(line: string): void {
    const answer = line.length > MOST_COMMAND_CHARS - 2 ? '500 line too long' : this.#answerTo(line);
    if (answer !== null) this.#say(answer);
    if (answer?.startsWith('221')) this.socket.end();
  }

  /** Null where it was answered already. */
  #answerTo(line: string): string | null {
    const [verb = '', ...rest] = line.split(' ');
    const words = rest.join(' ');
    switch (verb.toUpperCase()) {
      case 'EHLO':
        return this.#greet(words);
      case 'AUTH':
        return this.#authenticate(words);
      case 'MAIL':
        return this.#mail(words);
      case 'RCPT':
        return this.#recipient(words);
      case 'DATA':
        return this.#beginData();
      case 'RSET':
        this.#forget();
        return '250 OK';
      case 'NOOP':
        return '250 OK';
      case 'QUIT':
        return '221 bye';
      default:
        return '500 unknown command';
    }
  }

  #greet(name: string): string {
    if (name === '') return '501 who are you?';
    this.#hasGreeted = true;
    this.#forget();
    const login = this.house.options.login ? ['AUTH PLAIN'] : [];
    const offers = ['mail.example', ...login, '8BITMIME', 'SIZE 1000000'];
    return offers.map((one, at) => `250${at === offers.length - 1 ? ' ' : '-'}${one}`).join('\r\n');
  }

  #authenticate(words: string): string {
    const { login } = this.house.options;
    if (!this.#hasGreeted || login === undefined) return '503 not now';
    const wanted = Buffer.from(`\0${login.user}\0${login.password}`).toString('base64');
    this.#isKnown = words === `PLAIN ${wanted}`;
    return this.#isKnown ? '235 welcome' : '535 authentication failed';
  }

  #mail(words: string): string {
    const from = /^FROM:<([^<>]*)>( |$)/i.exec(words)?.[1];
    if (!this.#hasGreeted || this.#from !== null) return '503 bad sequence of commands';
    if (!this.#isKnown) return '530 authentication required';
    if (from === undefined) return '501 MAIL FROM:<address>';
    this.#from = from;
    return '250 OK';
  }

  #recipient(words: string): string | null {
    const to = /^TO:<([^<>@]+@[^<>@]+)>$/i.exec(words)?.[1];
    if (this.#from === null) return '503 bad sequence of commands';
    if (to === undefined) return '501 RCPT TO:<address>';
    const [mishap] = this.house.mishaps;
    if (mishap?.refusal !== undefined) {
      this.house.mishaps.shift();
      this.socket.write(`${mishap.refusal}\r\n`);
      return null;
    }
    this.#to.push(to);
    return '250 OK';
  }

  #beginData(): string {
    if (this.#to.length === 0) return '503 bad sequence of commands';
    this.#data = [];
    return '354 end with a line that is a dot';
  }

  #dataLine(line: string): void {
    if (line.length > MOST_LINE_CHARS) this.#hangUp('500 line too long');
    else if (line === '.') this.#keep();
    else this.#data?.push(line.startsWith('.') ? line.slice(1) : line);
  }

  #keep(): void {
    const envelope = { from: this.#from ?? '', to: this.#to };
    this.house.mails.push(readMail(envelope, (this.#data ?? []).join('\r\n')));
    this.#forget();
    if (this.house.mishaps[0]?.isAnswerLost === true) {
      this.house.mishaps.shift();
      this.socket.destroy();
    } else this.#say('250 taken');
  }

  #forget(): void {
    this.#from = null;
    this.#to = [];
    this.#data = null;
  }
}
