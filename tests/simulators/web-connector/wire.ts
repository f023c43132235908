import type { EnvelopeForm, Method, Parameters } from './envelope';

interface At {
  readonly method: Method;
  /** Which call of the method over the life of the wire, counted from 1, late ones too; 1 unless told. */
  readonly occurrence?: number;
}

export type WireFault = At &
  (
    | { readonly kind: 'cut-before-sending' }
    /** The connection goes in the middle of the request. */
    | { readonly kind: 'cut-while-sending' }
    /** The server worked, and nobody reads what it says. */
    | { readonly kind: 'cut-after-sending' }
    /** The Web Connector dies before this call; QuickBooks has done what it was told until then. */
    | { readonly kind: 'kill-before' }
    /** As `kill-before`; the call is made after all, in the next session, under the old ticket. */
    | { readonly kind: 'late' }
    /** The same request reaches the server twice, as when a proxy tries again; the second answer counts. */
    | { readonly kind: 'deliver-twice' }
    /** receiveResponseXML carries the answer of the exchange before. */
    | { readonly kind: 'previous-answer' }
    | { readonly kind: 'alter'; readonly change: (parameters: Parameters) => Parameters }
    /** The body leaves in pieces of so many bytes. */
    | { readonly kind: 'in-pieces'; readonly pieceBytes: number }
  );

export type FaultKind = WireFault['kind'];

export interface WireOptions {
  readonly faults?: readonly WireFault[];
  readonly style?: EnvelopeForm['style'];
  /** Prefix of the SOAP namespace; `soap` unless told, '' for a default namespace. */
  readonly prefix?: string;
  /** The Web Connector stops dead after so many exchanges, without closeConnection. */
  readonly stopAfterExchanges?: number;
}

export interface LateCall {
  readonly method: Method;
  readonly parameters: Parameters;
}

/** The line between the Web Connector and the server, with its faults. It remembers from session to session. */
export class Wire {
  readonly form: EnvelopeForm;
  readonly stopAfterExchanges: number;
  private readonly counts = new Map<Method, number>();
  private readonly faults: readonly WireFault[];
  private late: LateCall[] = [];

  constructor({ faults = [], style = 'Document', prefix = 'soap', stopAfterExchanges }: WireOptions = {}) {
    this.faults = faults;
    this.form = { style, prefix };
    this.stopAfterExchanges = stopAfterExchanges ?? Number.POSITIVE_INFINITY;
  }

  /** The faults of the next call of this method; each call is asked for once. */
  next(method: Method): readonly WireFault[] {
    const count = (this.counts.get(method) ?? 0) + 1;
    this.counts.set(method, count);
    return this.faults.filter(fault => fault.method === method && (fault.occurrence ?? 1) === count);
  }

  keepForLater(call: LateCall): void {
    this.late.push(call);
  }

  /** Calls that were on their way when an earlier session died; each is given once. */
  takeLate(): readonly LateCall[] {
    const { late } = this;
    this.late = [];
    return late;
  }
}
