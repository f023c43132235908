import { NAMED_VALUES } from './named-values';

export type Country = 'US' | 'CA';

export type ValueType =
  | 'str'
  | 'id'
  | 'guid'
  | 'bool'
  | 'date'
  | 'datetime'
  | 'amt'
  | 'price'
  | 'qty'
  | 'pct'
  | 'float'
  | 'int'
  | 'enum';

interface Occurs {
  readonly least: number;
  readonly most: number;
}

interface Named extends Occurs {
  readonly name: string;
  /** First qbXML version with it; 0 when it was always there. */
  readonly since: number;
  readonly notIn: readonly Country[];
}

export interface ValueNode extends Named {
  readonly kind: 'value';
  readonly type: ValueType;
  readonly maxLength: Readonly<Record<Country, number>> | null;
  readonly range: readonly [least: number, most: number] | null;
  readonly values: readonly string[];
  /** What an empty element means, where the schema gives it a default. */
  readonly byDefault: string | null;
}

export interface GroupNode extends Named {
  readonly kind: 'group';
  readonly isReference: boolean;
  readonly children: readonly GrammarNode[];
}

export interface ChoiceNode extends Occurs {
  readonly kind: 'choice';
  readonly branches: readonly (readonly GrammarNode[])[];
}

export type GrammarNode = ValueNode | GroupNode | ChoiceNode;

export interface MessageGrammar {
  readonly name: string;
  readonly since: number;
  readonly hasCounts: boolean;
  readonly hasPages: boolean;
  readonly children: readonly GrammarNode[];
}

export class GrammarMistake extends Error {}

type Shapes = ReadonlyMap<string, readonly GrammarNode[]>;

const HEAD = /^(\w+)([!?+*])(\d*)(?: (.*))?$/;
const MESSAGE = /^(\w+)((?: \S+)*) \{$/;

/** Lines of one table, read once from top to bottom. */
class Lines {
  private readonly lines: readonly string[];
  private next = 0;

  constructor(text: string) {
    this.lines = text
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== '');
  }

  get isAtEnd(): boolean {
    return this.next >= this.lines.length;
  }

  take(): string {
    const line = this.lines[this.next];
    if (line === undefined) throw new GrammarMistake('a table ends in the middle of a block');
    this.next += 1;
    return line;
  }
}

const UNBOUNDED = Number.POSITIVE_INFINITY;

function occurs(mark: string, most: string): Occurs {
  const upper = most === '' ? UNBOUNDED : Number(most);
  if (mark === '!') return { least: 1, most: 1 };
  if (mark === '?') return { least: 0, most: 1 };
  return { least: mark === '+' ? 1 : 0, most: upper };
}

function lengths(text: string): Readonly<Record<Country, number>> | null {
  if (text === '') return null;
  const [us, ca] = text.split('/');
  return { US: Number(us), CA: Number(ca ?? us) };
}

function range(text: string): readonly [number, number] | null {
  const bounds = /^(\d+)-(\d*)$/.exec(text);
  if (!bounds) return null;
  return [Number(bounds[1]), bounds[2] === '' ? UNBOUNDED : Number(bounds[2])];
}

function valueNode(common: Named, words: readonly string[]): ValueNode {
  const [word = '', list = ''] = words;
  const byDefault = words.find(one => one.startsWith('='))?.slice(1) ?? null;
  const plain = { ...common, kind: 'value' as const, maxLength: null, range: null, values: [], byDefault };
  const [, valuesName] = /^enum:(\w+)$/.exec(word) ?? [];
  if (valuesName) {
    const values = NAMED_VALUES[valuesName];
    if (!values) throw new GrammarMistake(`no values named ${valuesName}`);
    return { ...plain, type: 'enum', values: values.split('|') };
  }
  if (word === 'enum') return { ...plain, type: 'enum', values: list.split('|') };
  const [, type = '', size = ''] =
    /^(str|id|guid|bool|date|datetime|amt|price|qty|pct|float|int)([\d/-]*)$/.exec(word) ?? [];
  if (type === '') throw new GrammarMistake(`unknown type ${word}`);
  const valueType = type as ValueType;
  return { ...plain, type: valueType, maxLength: type === 'str' ? lengths(size) : null, range: range(size) };
}

function referenceNode(common: Named, size: string): GroupNode {
  const child = { least: 0, most: 1, since: 0, notIn: [] };
  const children = [
    valueNode({ ...child, name: 'ListID' }, ['id']),
    valueNode({ ...child, name: 'FullName' }, [`str${size}`]),
  ];
  return { ...common, kind: 'group', isReference: true, children };
}

function named(name: string, count: Occurs, words: readonly string[]): Named {
  const since = words.find(word => /^v[\d.]+$/.test(word));
  return {
    name,
    ...count,
    since: since ? Number(since.slice(1)) : 0,
    notIn: (['US', 'CA'] as const).filter(country => words.includes(`-${country}`)),
  };
}

function element(line: string, lines: Lines, shapes: Shapes): GrammarNode {
  const [, name = '', mark = '', most = '', tail = ''] = HEAD.exec(line) ?? [];
  if (name === '') throw new GrammarMistake(`cannot read "${line}"`);
  const words = tail.split(' ');
  const common = named(name, occurs(mark, most), words);
  const first = words[0] ?? '';
  if (words.includes('{')) {
    return { ...common, kind: 'group', isReference: false, children: block(lines, shapes, ['}']).nodes };
  }
  if (first.startsWith(':')) {
    const children = shapes.get(first.slice(1));
    if (!children) throw new GrammarMistake(`no shape ${first}`);
    return { ...common, kind: 'group', isReference: false, children };
  }
  const reference = /^ref([\d/]*)$/.exec(first);
  if (reference) return referenceNode(common, reference[1] ?? '');
  return valueNode(common, words);
}

function choice(mark: string, lines: Lines, shapes: Shapes): ChoiceNode {
  const branches: (readonly GrammarNode[])[] = [];
  for (;;) {
    const branch = block(lines, shapes, ['|', ')']);
    branches.push(branch.nodes);
    if (branch.closedBy === ')') return { kind: 'choice', ...occurs(mark, ''), branches };
  }
}

function block(
  lines: Lines,
  shapes: Shapes,
  closers: readonly string[],
): { nodes: GrammarNode[]; closedBy: string } {
  const nodes: GrammarNode[] = [];
  for (;;) {
    const line = lines.take();
    if (closers.includes(line)) return { nodes, closedBy: line };
    if (line.startsWith('...')) nodes.push(...(shapes.get(line.slice(3)) ?? []));
    else if (/^\([!?+*]$/.test(line)) nodes.push(choice(line.slice(1), lines, shapes));
    else nodes.push(element(line, lines, shapes));
  }
}

/**
 * Reads tables of messages or shapes, in the order QuickBooks demands. One element a line: `Name`, how often (`!` once,
 * `?` at most once, `+`, `*`, with a number the most), its type or `{` or `:shape`, `=X` what an empty one means,
 * `-US`/`-CA` where an edition lacks it, `vN` the first version. `(?`, `(!`, `(+`, `(*` … `|` … `)` is a choice; `...shape` takes a shape's lines in.
 */
export function readTables(text: string, shapes: Shapes = new Map()): Map<string, MessageGrammar> {
  const lines = new Lines(text);
  const tables = new Map<string, MessageGrammar>();
  const known = new Map(shapes);
  while (!lines.isAtEnd) {
    const line = lines.take();
    const [, name = '', marks = ''] = MESSAGE.exec(line) ?? [];
    if (name === '') throw new GrammarMistake(`cannot read "${line}"`);
    const children = block(lines, known, ['}']).nodes;
    known.set(name, children);
    const { since } = named(name, occurs('!', ''), marks.split(' '));
    const hasPages = marks.includes('@pages');
    tables.set(name, { name, since, hasPages, hasCounts: hasPages || marks.includes('@counts'), children });
  }
  return tables;
}
