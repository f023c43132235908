import { type Finding, finding, isUnder, type Law } from './law';
import { type Table, tablesOf } from './names';
import { nameOf, part, parts, type Source, type Syntax } from './source';

/**
 * A heuristic: the text of the statement, of the names it uses that this file declares, and of theirs, says
 * `companyId` or `company_id`. Row-level security is the guarantee; this law finds the query that leans on it.
 */
export const tenant: Law = {
  name: 'tenant',
  text: 'Every statement of lib/ on a table with a company names the company.',
  find: tree => {
    const tables = tablesOf(tree).filter(table => table.hasCompany);
    return tree.sources
      .filter(source => isUnder(source.path, 'lib'))
      .flatMap(source => [...chainFindings(source, tables), ...templateFindings(source, tables)]);
  },
};

const VERBS = new Set(['from', 'update', 'delete', 'insert']);
const COMPANY = /\bcompany_?id\b|company\.id\b/i;

function chainFindings(source: Source, tables: readonly Table[]): Finding[] {
  const names = new Set(tables.map(table => table.name));
  return source.nodes
    .filter(node => node.type === 'CallExpression')
    .flatMap(node => {
      const verb = nameOf(part(part(node, 'callee'), 'property'));
      const [table] = parts(node, 'arguments');
      const isQuery = VERBS.has(verb) && table?.type === 'Identifier' && names.has(nameOf(table));
      if (!isQuery || saysCompany(source, wholeChain(source, node))) return [];
      return [finding(source, node, `${verb}(${nameOf(table)}) names no company`)];
    });
}

/** The longest chain of calls that `node` begins, up to the end of its statement. */
function wholeChain(source: Source, node: Syntax): Syntax {
  const outer = source.parentOf(node);
  const isLonger =
    outer !== undefined &&
    (part(outer, 'object') === node || part(outer, 'callee') === node || outer.type === 'AwaitExpression');
  return isLonger ? wholeChain(source, outer) : node;
}

const STATEMENT = /\b(from|join|into|update)\s+(only\s+)?"?(\$\{\s*)?(\w+)/gi;

function templateFindings(source: Source, tables: readonly Table[]): Finding[] {
  const names = new Set(tables.flatMap(table => [table.name, table.sqlName]));
  return source.nodes
    .filter(node => node.type === 'TaggedTemplateExpression' && nameOf(part(node, 'tag')) === 'sql')
    .flatMap(node => {
      const touched = [...source.textOf(node).matchAll(STATEMENT)].map(match => match[4] ?? '');
      const table = touched.find(name => names.has(name));
      if (table === undefined || saysCompany(source, node)) return [];
      return [finding(source, node, `sql on ${table} names no company`)];
    });
}

const MOST_HOPS = 2;

function saysCompany(source: Source, statement: Syntax): boolean {
  const hops = new Map([[statement, 0]]);
  for (const [node, hop] of hops) {
    if (COMPANY.test(source.textOf(node))) return true;
    if (hop === MOST_HOPS) continue;
    for (const used of declarationsUsed(source, node)) if (!hops.has(used)) hops.set(used, hop + 1);
  }
  return false;
}

/** What this file declares under the names that stand in `node`, as far as it can be seen from there. */
function declarationsUsed(source: Source, node: Syntax): Syntax[] {
  const names = new Set(
    source.nodes.filter(one => one.type === 'Identifier' && contains(node, one)).map(one => nameOf(one)),
  );
  return source.nodes.filter(one => {
    const isDeclared =
      (one.type === 'VariableDeclarator' && part(one, 'init') !== undefined) ||
      one.type === 'FunctionDeclaration';
    return (
      isDeclared &&
      names.has(nameOf(part(one, 'id'))) &&
      !contains(one, node) &&
      contains(scopeOf(source, one), node)
    );
  });
}

/** The block, function or file that a declaration can be seen in. */
function scopeOf(source: Source, declaration: Syntax): Syntax {
  let outer = source.parentOf(declaration);
  while (outer && outer.type !== 'BlockStatement' && outer.type !== 'Program') outer = source.parentOf(outer);
  return outer ?? declaration;
}

function contains(outer: Syntax, inner: Syntax): boolean {
  return outer.start <= inner.start && outer.end >= inner.end;
}
