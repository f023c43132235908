import { fieldsOf, filledText, groupOf } from '../company/fields';
import type { JudgedRequest } from '../judge';

/** Which requests a mood is for; what is left out matches all. */
export interface RequestMatch {
  /** With or without the `Rq`: `PurchaseOrderAdd`. */
  readonly element?: string;
  /** The RefNumber of a transaction or the Name of a list object. */
  readonly label?: string;
  readonly requestId?: string;
}

export interface Times {
  /** How often it happens; 1 unless told. */
  readonly times?: number;
}

const labelOf = (request: JudgedRequest): string | undefined => {
  const fields = fieldsOf(request.element);
  const body = groupOf(fields, request.name.replace(/Rq$/, '')) ?? fields;
  return filledText(body, 'RefNumber') ?? filledText(body, 'Name');
};

export function isMeant(request: JudgedRequest, { element, label, requestId }: RequestMatch): boolean {
  const name = element?.replace(/(Rq)?$/, 'Rq');
  return (
    (name === undefined || request.name === name) &&
    (requestId === undefined || request.attributes['requestID'] === requestId) &&
    (label === undefined || labelOf(request) === label)
  );
}

/** A set is meant when one of its requests is; an open match means any set, an empty one too. */
export const isSetMeant = (requests: readonly JudgedRequest[], match: RequestMatch): boolean =>
  Object.keys(match).length === 0 || requests.some(request => isMeant(request, match));

interface Rule<Subject, Effect> {
  left: number;
  readonly effect: Effect;
  readonly isFor: (subject: Subject) => boolean;
}

/** Effects that happen a set number of times, the oldest rule first. */
export class Rules<Subject, Effect> {
  private rules: Rule<Subject, Effect>[] = [];

  add(effect: Effect, times = 1, isFor: (subject: Subject) => boolean = () => true): void {
    this.rules.push({ left: times, effect, isFor });
  }

  take(subject: Subject): Effect | undefined {
    const rule = this.rules.find(one => one.left > 0 && one.isFor(subject));
    if (!rule) return undefined;
    rule.left -= 1;
    return rule.effect;
  }

  clear(): void {
    this.rules = [];
  }
}
