import path from 'node:path';
import { parseAst } from 'vitest/node';

/** A piece of syntax, as ESTree names it. */
export interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export interface Import {
  /** As written, or the file in the project it leads to. */
  readonly target: string;
  readonly isProject: boolean;
  /** Whether it is gone at run time: only a whole `import type` is, under `verbatimModuleSyntax`. */
  readonly isType: boolean;
  readonly start: number;
}

/** One file, read and parsed once for all laws. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly lineCount: number;
  /** Every node, parents before their children. */
  readonly nodes: readonly Syntax[];
  readonly imports: readonly Import[];
  lineOf(offset: number): number;
  parentOf(node: Syntax): Syntax | undefined;
  textOf(node: Syntax): string;
}

/** What the laws look at. Paths are relative to the project's root, with forward slashes. */
export interface Tree {
  readonly sources: readonly Source[];
  readonly byPath: ReadonlyMap<string, Source>;
  /** Every file, parsed or not. */
  readonly paths: ReadonlySet<string>;
  readText(path: string): string;
}

/** A tree made of texts: the project's own, or a made-up one of two files. */
export function makeTree(texts: Readonly<Record<string, string>>): Tree {
  const paths = new Set(Object.keys(texts));
  const sources = [...paths]
    .filter(one => /\.(ts|tsx|js|mjs)$/.test(one))
    .map(one => readSource(one, texts[one] ?? '', paths));
  return {
    sources,
    byPath: new Map(sources.map(source => [source.path, source])),
    paths,
    readText: one => texts[one] ?? '',
  };
}

export function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** The node directly inside `node` under `key`, when there is one. */
export function part(node: Syntax | undefined, key: string): Syntax | undefined {
  const value = node?.[key];
  return isSyntax(value) ? value : undefined;
}

export function parts(node: Syntax | undefined, key: string): Syntax[] {
  const value = node?.[key];
  return Array.isArray(value) ? value.filter(isSyntax) : [];
}

export function children(node: Syntax): Syntax[] {
  return Object.values(node).flatMap(value =>
    Array.isArray(value) ? value.filter(isSyntax) : isSyntax(value) ? [value] : [],
  );
}

/** The name of an identifier or the text of a literal. */
export function nameOf(node: Syntax | undefined): string {
  const name = node?.['name'] ?? node?.['value'];
  return typeof name === 'string' ? name : '';
}

function readSource(file: string, text: string, paths: ReadonlySet<string>): Source {
  const lang = file.endsWith('.tsx') ? 'tsx' : file.endsWith('.ts') ? 'ts' : 'jsx';
  const program: unknown = parseAst(text, { lang }, file);
  const nodes: Syntax[] = [];
  const parents = new Map<Syntax, Syntax>();
  const visit = (node: Syntax): void => {
    nodes.push(node);
    for (const child of children(node)) {
      parents.set(child, node);
      visit(child);
    }
  };
  if (isSyntax(program)) visit(program);
  const starts = lineStarts(text);
  return {
    path: file,
    text,
    lineCount: text.endsWith('\n') ? starts.length - 1 : starts.length,
    nodes,
    imports: nodes.flatMap(node => importsOf(node, { file, paths })),
    lineOf: offset => lineAt(starts, offset),
    parentOf: node => parents.get(node),
    textOf: node => text.slice(node.start, node.end),
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

const IMPORTING = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
  'TSExternalModuleReference',
]);

interface Place {
  readonly file: string;
  readonly paths: ReadonlySet<string>;
}

function importsOf(node: Syntax, place: Place): Import[] {
  const isRequire = node.type === 'CallExpression' && nameOf(part(node, 'callee')) === 'require';
  if (!isRequire && !IMPORTING.has(node.type)) return [];
  const named = isRequire ? parts(node, 'arguments')[0] : (part(node, 'source') ?? part(node, 'expression'));
  const written = nameOf(named);
  if (written === '') return [];
  const isType =
    node['importKind'] === 'type' || node['exportKind'] === 'type' || node.type === 'TSImportType';
  return [{ ...resolve(written, place), isType, start: node.start }];
}

function resolve(written: string, { file, paths }: Place): Pick<Import, 'target' | 'isProject'> {
  const isRelative = written.startsWith('.');
  if (!isRelative && !written.startsWith('@/')) return { target: written, isProject: false };
  const target = isRelative
    ? path.posix.join(path.posix.dirname(file), written)
    : path.posix.normalize(written.slice(2));
  const ends = ['', '.ts', '.tsx', '/index.ts', '/index.tsx', '.js', '.mjs'];
  const found = ends.map(end => target + end).find(candidate => paths.has(candidate));
  return { target: found ?? target, isProject: true };
}
