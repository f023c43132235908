import { type Finding, finding, isUnder, type Law } from './law';
import { children, nameOf, part, parts, type Source, type Syntax, type Tree } from './source';

const MOST = { fileLines: 400, tableLines: 600, testLines: 600, functionLines: 70, componentLines: 120 };
const MOST_PARAMETERS = 3;
const MOST_NESTING = 3;

function shaped(tree: Tree): Source[] {
  return tree.sources.filter(source =>
    isUnder(source.path, 'lib', 'app', 'components', 'drizzle/schema', 'tests'),
  );
}

export const fileSizes: Law = {
  name: 'file sizes',
  text: 'A file has at most 400 lines; tables of messages and tests 600.',
  find: tree =>
    shaped(tree)
      .filter(source => source.lineCount > mostLines(source.path))
      .map(source => ({ path: source.path, line: source.lineCount, what: `has ${source.lineCount} lines` })),
};

function mostLines(path: string): number {
  if (isUnder(path, 'lib/qbxml/messages')) return MOST.tableLines;
  return isUnder(path, 'tests') ? MOST.testLines : MOST.fileLines;
}

export const functionSizes: Law = {
  name: 'function sizes',
  text: 'A function has at most 70 lines; one that draws a component 120. What `describe` is given is a chapter, not a function.',
  find: tree =>
    eachFunction(tree, (source, node) => {
      if (isChapter(source, node)) return null;
      const lines = source.lineOf(node.end) - source.lineOf(node.start) + 1;
      if (lines <= MOST.functionLines) return null;
      const most = isComponent(source, node) ? MOST.componentLines : MOST.functionLines;
      return lines > most ? `${functionName(source, node)} has ${lines} lines` : null;
    }),
};

export const parameters: Law = {
  name: 'parameters',
  text: 'A function takes at most three parameters; a row of `test.each` has as many columns as it needs.',
  find: tree =>
    eachFunction(tree, (source, node) => {
      if (/\.each\b/.test(calleeText(source, node))) return null;
      const count = parts(node, 'params').filter(one => nameOf(one) !== 'this').length;
      return count > MOST_PARAMETERS ? `${functionName(source, node)} takes ${count} parameters` : null;
    }),
};

export const nesting: Law = {
  name: 'nesting',
  text: 'Blocks stand at most three deep in a function.',
  find: tree =>
    eachFunction(tree, (source, node) => {
      const depth = depthOf(part(node, 'body'), 0);
      return depth > MOST_NESTING ? `${functionName(source, node)} is ${depth} blocks deep` : null;
    }),
};

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

function eachFunction(tree: Tree, judgeOne: (source: Source, node: Syntax) => string | null): Finding[] {
  return shaped(tree).flatMap(source =>
    source.nodes
      .filter(node => FUNCTIONS.has(node.type))
      .flatMap(node => {
        const what = judgeOne(source, node);
        return what === null ? [] : [finding(source, node, what)];
      }),
  );
}

/** The name it is declared, kept or passed under. */
export function functionName(source: Source, node: Syntax): string {
  const own = nameOf(part(node, 'id'));
  if (own !== '') return own;
  let outer = source.parentOf(node);
  while (outer && ['CallExpression', 'TSAsExpression'].includes(outer.type)) outer = source.parentOf(outer);
  return nameOf(part(outer, 'id') ?? part(outer, 'key')) || 'a function';
}

function isComponent(source: Source, node: Syntax): boolean {
  if (!source.path.endsWith('.tsx') || !/^[A-Z]/.test(functionName(source, node))) return false;
  return source.nodes.some(
    one => one.type.startsWith('JSX') && one.start >= node.start && one.end <= node.end,
  );
}

function isChapter(source: Source, node: Syntax): boolean {
  return /^(test\.)?describe\b/.test(calleeText(source, node));
}

/** What a function is handed to, in a test; empty elsewhere. */
function calleeText(source: Source, node: Syntax): string {
  const call = source.parentOf(node);
  const callee = call?.type === 'CallExpression' ? part(call, 'callee') : undefined;
  return callee !== undefined && isUnder(source.path, 'tests') ? source.textOf(callee) : '';
}

const BLOCKS = new Set([
  'IfStatement',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'WhileStatement',
  'DoWhileStatement',
  'SwitchStatement',
  'TryStatement',
]);

/** How many blocks stand around the innermost one. An `else if` is no deeper than its `if`; inner functions count alone. */
function depthOf(node: Syntax | undefined, depth: number): number {
  if (node === undefined || FUNCTIONS.has(node.type)) return depth;
  const here = BLOCKS.has(node.type) ? depth + 1 : depth;
  const otherwise = part(node, 'alternate');
  return Math.max(
    here,
    ...children(node).map(child => {
      const isElseIf = child === otherwise && child.type === 'IfStatement' && node.type === 'IfStatement';
      return depthOf(child, isElseIf ? here - 1 : here);
    }),
  );
}
