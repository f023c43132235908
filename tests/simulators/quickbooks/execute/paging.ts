import type { Outcome, Ret } from '../answers';
import { type Fields, fieldsOf, filledText, without } from '../company/fields';
import type { Finding } from '../judge';
import { type Execution, missingElement } from './execution';
import type { Page } from './iterators';

export interface Selection<T> {
  readonly found: readonly T[];
  /** Ids or names asked for and not there. */
  readonly missing: readonly string[];
}

export interface Source<T> {
  readonly select: (fields: Fields) => Selection<T>;
  readonly idOf: (object: T) => string;
  readonly byId: (id: string) => T | undefined;
  readonly ret: (object: T, fields: Fields) => Ret;
}

const NOTHING: Finding = { code: 1, message: 'A query request did not find a matching object in QuickBooks' };

const incomplete = (missing: string): Finding => ({
  code: 500,
  message: `The query request has not been fully completed. There was a required element ("${missing}") that could not be found in QuickBooks.`,
});

function statusOf<T>({ found, missing }: Selection<T>): Finding | undefined {
  const [first] = missing;
  if (first !== undefined) return incomplete(first);
  return found.length === 0 ? NOTHING : undefined;
}

function counted(outcome: Outcome, { request }: Execution): Outcome {
  const metaData = request.attributes['metaData'] ?? 'NoMetaData';
  if (metaData === 'NoMetaData') return outcome;
  const attributes = { ...outcome.attributes, retCount: String(outcome.rets.length) };
  return { ...outcome, attributes, rets: metaData === 'MetaDataOnly' ? [] : outcome.rets };
}

const pageAttributes = ({ remaining, iteratorId }: Page): Record<string, string> => ({
  iteratorRemainingCount: String(remaining),
  iteratorID: iteratorId,
});

const withStatus = (outcome: Outcome, status: Finding | undefined): Outcome =>
  status ? { ...outcome, status } : outcome;

class Query<T> {
  private readonly fields: Fields;
  private readonly most: string | undefined;

  constructor(
    private readonly execution: Execution,
    private readonly source: Source<T>,
  ) {
    this.fields = fieldsOf(execution.request.element);
    this.most = filledText(this.fields, 'MaxReturned');
  }

  answer(): Outcome {
    const { attributes } = this.execution.request;
    const step = attributes['iterator'];
    if (step === 'Stop') {
      this.execution.iterators.stop(attributes['iteratorID'] ?? '');
      return { rets: [] };
    }
    if (step !== undefined && this.most === undefined) throw missingElement('MaxReturned');
    if (step === 'Start') return this.start();
    if (step === 'Continue') return this.next(attributes['iteratorID'] ?? '');
    const selection = this.selection();
    const shown = this.most === undefined ? selection.found : selection.found.slice(0, Number(this.most));
    return withStatus({ rets: this.rets(shown) }, statusOf(selection));
  }

  private get key(): string {
    return JSON.stringify([this.execution.request.name, without(this.fields, ['MaxReturned'])]);
  }

  private selection(): Selection<T> {
    return this.execution.isLimitedUser ? { found: [], missing: [] } : this.source.select(this.fields);
  }

  private rets(objects: readonly T[]): readonly Ret[] {
    return objects.map(object => this.source.ret(object, this.fields));
  }

  private start(): Outcome {
    const selection = this.selection();
    const ids = selection.found.map(this.source.idOf);
    const page = this.execution.iterators.start(this.key, ids, Number(this.most));
    return withStatus(this.paged(page), statusOf(selection));
  }

  private next(iteratorId: string): Outcome {
    return this.paged(this.execution.iterators.next(iteratorId, this.key, Number(this.most)));
  }

  private paged(page: Page): Outcome {
    const objects = page.ids.map(this.source.byId).filter(object => object !== undefined);
    return { rets: this.rets(objects), attributes: pageAttributes(page) };
  }
}

/** A query's answer: everything, the first so many, or a page of a walk; counted when `metaData` asks for it. */
export const answerQuery = <T>(execution: Execution, source: Source<T>): Outcome =>
  counted(new Query(execution, source).answer(), execution);
