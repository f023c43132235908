import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Country, MaxLength } from '@/lib/qbxml/fields';

/** An element, or a choice between several, as Intuit's annotated operations file has it. */
export interface Fact {
  /** Empty for a choice. */
  readonly name: string;
  readonly attributes: readonly string[];
  readonly children: Fact[];
  /** Branches of a choice. */
  readonly branches: Fact[][];
  /** STRTYPE and the like; empty for what holds elements. */
  type: string;
  values: readonly string[];
  isRequired: boolean;
  isMany: boolean;
  since: string | null;
  notIn: readonly Country[];
  max: MaxLength | null;
  range: { readonly min: number; readonly max?: number } | null;
}

const EDITIONS: readonly (readonly [edition: string, country: Country])[] = [
  ['QBD', 'US'],
  ['QBCA', 'CA'],
];
const TOKEN =
  /<!--(?<comment>[\s\S]*?)-->|<(?<slash>\/?)(?<name>\w+)(?<attributes>(?:\s+\w+\s*=\s*"[^"]*")*)\s*(?<end>\/?)>|(?<text>[^<]+)/g;

function blank(name: string, attributes: readonly string[]): Fact {
  return {
    name,
    attributes,
    children: [],
    branches: [],
    type: '',
    values: [],
    isRequired: true,
    isMany: false,
    since: null,
    notIn: [],
    max: null,
    range: null,
  };
}

/** Reads the remark behind an element: `opt, may rep, max length = 41 for QBD|QBCA, not in QBOE, v2.0`. */
function annotate(fact: Fact, remark: string): void {
  fact.isRequired = !/\bopt\b/.test(remark);
  fact.isMany = /may rep|rep \(1 or more\)/.test(remark);
  fact.since = /\bv(\d+\.\d+)/.exec(remark)?.[1] ?? null;
  const excluded = /not in ([A-Z|]+)/.exec(remark)?.[1]?.split('|') ?? [];
  fact.notIn = EDITIONS.filter(([edition]) => excluded.includes(edition)).map(([, country]) => country);
  fact.max = maxLength(remark);
  const min = /min value = (\d+)/.exec(remark)?.[1];
  const max = /max value = (\d+)/.exec(remark)?.[1];
  if (min !== undefined)
    fact.range = { min: Number.parseInt(min, 10), ...(max ? { max: Number.parseInt(max, 10) } : {}) };
}

function maxLength(remark: string): MaxLength | null {
  if (!remark.includes('max length')) return null;
  const lengths: Partial<Record<Country, number>> = {};
  for (const [, length = '', editions] of remark.matchAll(/max length = (\d+)(?: for ([A-Z|]+))?/g)) {
    for (const [edition, country] of EDITIONS)
      if (editions === undefined || editions.split('|').includes(edition))
        lengths[country] = Number.parseInt(length, 10);
  }
  return lengths.US !== undefined && lengths.US === lengths.CA ? lengths.US : lengths;
}

class Reader {
  readonly root = blank('', []);
  private readonly open: Fact[] = [this.root];
  private readonly values = new Map<string, readonly string[]>();
  /** The element that a remark on the same line is about. */
  private last: Fact | null = null;

  comment(text: string): void {
    const top = this.open.at(-1);
    const values = /^(\w+) may have one of the following values: (.*)$/.exec(text);
    if (text.includes('BEGIN OR')) this.beginChoice(text);
    else if (text === 'OR') top?.branches.push([]);
    else if (text === 'END OR') this.open.pop();
    else if (values?.[1]) this.values.set(values[1], listed(values[2] ?? ''));
    else if (this.last) annotate(this.last, text);
    this.last = null;
  }

  private beginChoice(text: string): void {
    const choice = blank('', []);
    choice.isRequired = !/You may optionally|0 or more/.test(text);
    choice.isMany = /\d or more/.test(text);
    choice.since = /v(\d+\.\d+), BEGIN OR/.exec(text)?.[1] ?? null;
    choice.branches.push([]);
    this.add(choice);
    this.open.push(choice);
  }

  private add(fact: Fact): void {
    const top = this.open.at(-1);
    (top?.branches.at(-1) ?? top?.children)?.push(fact);
  }

  start(name: string, attributes: string): void {
    const fact = blank(name, attributes.match(/\w+(?=\s*=)/g) ?? []);
    this.add(fact);
    this.open.push(fact);
    this.last = fact;
  }

  end(): void {
    this.last = this.open.pop() ?? null;
    if (this.last && this.last.children.length > 0) this.last = null;
  }

  text(text: string): void {
    const top = this.open.at(-1);
    if (text.includes('\n')) this.last = null;
    if (top === undefined || text.trim() === '') return;
    top.type = text.trim();
    if (top.type === 'ENUMTYPE') top.values = this.values.get(top.name) ?? [];
  }
}

function listed(values: string): string[] {
  return values
    .split(',')
    .map(value => value.replace(/\[default\]/i, '').trim())
    .filter(value => value !== '');
}

function read(source: string): Fact {
  const reader = new Reader();
  for (const { groups = {} } of source.matchAll(TOKEN)) {
    const { comment, slash, name = '', attributes = '', end, text } = groups;
    if (comment !== undefined) reader.comment(comment.replace(/\s+/g, ' ').trim());
    else if (text !== undefined) reader.text(text);
    else if (slash === '/') reader.end();
    else {
      reader.start(name, attributes);
      if (end === '/') reader.end();
    }
  }
  return reader.root;
}

/** Requests and responses by name: `BillAddRq`, `BillAddRs`. Null where the file is absent. */
export function readOperations(directory: string | null): ReadonlyMap<string, Fact> | null {
  const file = directory === null ? null : join(directory, 'qbxmlops130.xml');
  if (file === null || !existsSync(file)) return null;
  const sets = read(readFileSync(file, 'utf8')).children.find(one => one.name === 'QBXML')?.children ?? [];
  return new Map(sets.flatMap(set => set.children).map(fact => [fact.name, fact]));
}
