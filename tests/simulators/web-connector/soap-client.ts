import type { Agent } from 'node:http';
import {
  AnswerError,
  INTUIT,
  type Method,
  type Parameters,
  readStrings,
  readText,
  writeEnvelope,
} from './envelope';
import { ConnectionCut, makeAgent, type Post, type Posted, sendPost } from './http-post';
import { type LateCall, Wire, type WireFault } from './wire';

/** .NET's own limit for a SOAP call. */
const TIMEOUT_MS = 100_000;

export interface SoapClientOptions {
  readonly url: string;
  readonly wire?: Wire;
  readonly timeoutMs?: number;
  /** Told of each call made, with how long it took. */
  readonly onCall?: (call: { method: Method; ms: number }) => void;
  /** Milliseconds of any steady clock. */
  readonly now?: () => number;
}

/** A call that brought no usable answer. `cut` tells a lost connection from an answer that cannot be read. */
export class SoapError extends Error {
  constructor(
    readonly method: Method,
    readonly isCut: boolean,
    detail: string,
  ) {
    super(detail);
    this.name = 'SoapError';
  }
}

function checked({ status, contentType, body }: Posted): string {
  if (status !== 200) throw new AnswerError(`The request failed with HTTP status ${status}.`);
  const mediaType = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  if (mediaType !== 'text/xml') {
    throw new AnswerError(`Found response content type of '${contentType}', but expected 'text/xml'.`);
  }
  return body;
}

/** SOAP 1.1 over HTTP as the Web Connector speaks it; for tests that speak out of order too. */
export class SoapClient {
  private readonly agent: Agent;
  private readonly wire: Wire;
  private readonly now: () => number;
  private previousResponse = '';

  constructor(private readonly options: SoapClientOptions) {
    this.agent = makeAgent(options.url);
    this.wire = options.wire ?? new Wire();
    this.now = options.now ?? (() => performance.now());
  }

  /** The text of the method's result. */
  call(method: Method, parameters: Parameters): Promise<string> {
    return this.exchange(method, parameters, body => readText(body, method));
  }

  /** The strings of authenticate's result. */
  authenticate(parameters: Parameters): Promise<readonly string[]> {
    return this.exchange('authenticate', parameters, body => readStrings(body, 'authenticate'));
  }

  close(): void {
    this.agent.destroy();
  }

  private async exchange<T>(method: Method, parameters: Parameters, read: (body: string) => T): Promise<T> {
    const faults = this.wire.next(method);
    try {
      this.dieOf(faults, { method, parameters });
      const post = this.post(method, this.altered(parameters, faults), faults);
      if (has(faults, 'deliver-twice')) await this.timed(method, post);
      return read(checked(await this.timed(method, post)));
    } catch (error) {
      if (error instanceof ConnectionCut) throw new SoapError(method, true, error.message);
      if (error instanceof AnswerError) throw new SoapError(method, false, error.message);
      throw error;
    }
  }

  private post(method: Method, parameters: Parameters, faults: readonly WireFault[]): Post {
    const cutAfter = has(faults, 'cut-after-sending') ? 'after-sending' : undefined;
    return {
      url: this.options.url,
      soapAction: `${INTUIT}${method}`,
      body: writeEnvelope(method, parameters, this.wire.form),
      agent: this.agent,
      timeoutMs: this.options.timeoutMs ?? TIMEOUT_MS,
      cut: has(faults, 'cut-while-sending') ? 'while-sending' : cutAfter,
      pieceBytes: faults.find(fault => fault.kind === 'in-pieces')?.pieceBytes,
    };
  }

  private async timed(method: Method, post: Post): Promise<Posted> {
    const begun = this.now();
    try {
      return await sendPost(post);
    } finally {
      this.options.onCall?.({ method, ms: this.now() - begun });
    }
  }

  /** Faults that keep the call from being made in this session. */
  private dieOf(faults: readonly WireFault[], call: LateCall): void {
    if (has(faults, 'late')) this.wire.keepForLater(call);
    const isDead = has(faults, 'late') || has(faults, 'kill-before');
    if (isDead) throw new ConnectionCut('The Web Connector was ended.');
    if (has(faults, 'cut-before-sending')) throw new ConnectionCut('The connection was cut.');
  }

  private altered(parameters: Parameters, faults: readonly WireFault[]): Parameters {
    const { response } = parameters;
    const previous = this.previousResponse;
    if (response !== undefined) this.previousResponse = response;
    const carried = has(faults, 'previous-answer') ? { ...parameters, response: previous } : parameters;
    return faults.reduce(
      (current, fault) => (fault.kind === 'alter' ? fault.change(current) : current),
      carried,
    );
  }
}

const has = (faults: readonly WireFault[], kind: WireFault['kind']): boolean =>
  faults.some(fault => fault.kind === kind);
