import { StatusError } from '../errors';

interface Walk {
  readonly key: string;
  readonly remaining: readonly string[];
}

export interface Page {
  readonly ids: readonly string[];
  readonly remaining: number;
  readonly iteratorId: string;
}

const stale = (iteratorId: string): StatusError =>
  new StatusError(3391, `The iterator "${iteratorId}" is not valid or is no longer available.`);

/** Walks through query results. They live in one session; a finished, stopped, foreign or changed one answers 3391. */
export class Iterators {
  private readonly walks = new Map<string, Walk>();

  constructor(private readonly newGuid: () => string) {}

  start(key: string, ids: readonly string[], most: number): Page {
    return this.page(`{${this.newGuid()}}`, { key, remaining: ids }, most);
  }

  /** `key` is the query without its page size: it must be the one the walk began with. */
  next(iteratorId: string, key: string, most: number): Page {
    const walk = this.walks.get(iteratorId);
    if (walk?.key !== key) throw stale(iteratorId);
    return this.page(iteratorId, walk, most);
  }

  stop(iteratorId: string): void {
    if (!this.walks.delete(iteratorId)) throw stale(iteratorId);
  }

  clear(): void {
    this.walks.clear();
  }

  private page(iteratorId: string, walk: Walk, most: number): Page {
    const remaining = walk.remaining.slice(most);
    if (remaining.length > 0) this.walks.set(iteratorId, { ...walk, remaining });
    else this.walks.delete(iteratorId);
    return { ids: walk.remaining.slice(0, most), remaining: remaining.length, iteratorId };
  }
}
