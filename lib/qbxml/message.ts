import type { AnyField, Shape, Version } from './fields';

/** What a message does in the company file: only `read` may be repeated without asking. */
export type MessageEffect = 'read' | 'add' | 'mod' | 'delete' | 'void';

/** One qbXML request and the records its answer holds. */
export interface Message<
  Name extends string = string,
  Request extends readonly AnyField[] = readonly AnyField[],
  Rets extends Readonly<Record<string, readonly AnyField[]>> = Readonly<Record<string, readonly AnyField[]>>,
  Answer extends readonly AnyField[] = readonly AnyField[],
> {
  /** Without the Rq: `PurchaseOrderAdd`. */
  readonly name: Name;
  readonly effect: MessageEffect;
  readonly since: Version;
  readonly request: Request;
  /** Takes `iterator`, and then needs MaxReturned. */
  readonly isIterable: boolean;
  /** Records by element name: `PurchaseOrderRet`. */
  readonly rets: Rets;
  /** What stands in the response itself, outside of any record. Most messages have nothing there. */
  readonly answer: Answer;
}

interface Declaration<
  N extends string,
  Q extends readonly AnyField[],
  R extends Readonly<Record<string, readonly AnyField[]>>,
  A extends readonly AnyField[],
> {
  readonly name: N;
  readonly effect?: MessageEffect;
  readonly since?: Version;
  readonly request: Q;
  readonly isIterable?: boolean;
  readonly rets: R;
  readonly answer?: A;
}

export function message<
  N extends string,
  const Q extends readonly AnyField[],
  const R extends Readonly<Record<string, readonly AnyField[]>>,
  const A extends readonly AnyField[] = readonly [],
>(declaration: Declaration<N, Q, R, A>): Message<N, Q, R, A | readonly []> {
  return { effect: 'read', since: [1, 0], isIterable: false, answer: [], ...declaration };
}

export type RequestOf<M> = M extends Message<string, infer Q> ? Shape<Q> : never;
export type RetOf<M, K extends string> =
  M extends Message<string, infer _Q, infer R> ? (K extends keyof R ? Shape<R[K]> : never) : never;

export type AnswerOf<M> = M extends Message<string, infer _Q, infer _R, infer A> ? Shape<A> : never;
