import { type Finding, finding, isUnder, type Law } from './law';
import { nameOf, part, parts, type Source, type Syntax, type Tree } from './source';

const NAMED = ['lib', 'app', 'components', 'drizzle/schema', 'tests'];
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Next's own: `(group)`, `[id]`, `[...rest]`, `[[...rest]]`, `@slot`, `_private`. */
const NEXT = /^(\([a-z0-9-]+\)|\[{1,2}(\.{3})?[a-zA-Z0-9]+\]{1,2}|@[a-z0-9-]+|_[a-z0-9-]+)$/;
const EMPTY_WORDS = new Set([
  'util',
  'utils',
  'helper',
  'helpers',
  'manager',
  'managers',
  'data',
  'info',
  'common',
  'misc',
]);

export const fileNames: Law = {
  name: 'file names',
  text: 'Files and folders are kebab-case and named after what they hold: no utils, helpers, manager, data, info.',
  find: tree =>
    [...tree.paths]
      .filter(path => isUnder(path, ...NAMED) && /\.(tsx?|m?js|css)$/.test(path))
      .filter(path => !isUnder(path, 'tests/fixtures'))
      .flatMap(path => path.split('/').flatMap(segment => nameFindings(path, segment))),
};

function nameFindings(path: string, segment: string): Finding[] {
  const [name = ''] = segment.startsWith('[') ? [segment] : segment.split('.');
  if (path.startsWith('app/') && NEXT.test(segment)) return [];
  if (!KEBAB.test(name)) return [{ path, line: 1, what: `${segment} is not kebab-case` }];
  const noun = name.split('-').at(-1) ?? '';
  return EMPTY_WORDS.has(noun) ? [{ path, line: 1, what: `${segment} says nothing` }] : [];
}

const QUESTION =
  /^(is|are|was|were|has|have|had|can|could|should|may|must|will|would|does|do|did|needs|wants|allows)[A-Z]/;
const QUESTION_CONSTANT = /^(IS|ARE|HAS|CAN|SHOULD|MAY|MUST|NEEDS|ALLOWS)_/;

export const booleans: Law = {
  name: 'booleans',
  text: 'What is exported and is a boolean, or answers with one, is named like a question: is, has, can, should …',
  find: tree =>
    tree.sources
      .filter(source => isUnder(source.path, 'lib', 'app', 'components', 'drizzle/schema'))
      .flatMap(source => exportedDeclarations(source).flatMap(node => booleanFindings(source, node))),
};

function exportedDeclarations(source: Source): Syntax[] {
  return source.nodes
    .filter(node => node.type === 'ExportNamedDeclaration')
    .flatMap(node => part(node, 'declaration') ?? [])
    .flatMap(node => (node.type === 'VariableDeclaration' ? parts(node, 'declarations') : [node]));
}

function booleanFindings(source: Source, node: Syntax): Finding[] {
  if (node.type === 'TSInterfaceDeclaration' || node.type === 'ClassDeclaration') {
    // A component's props follow the words of HTML and core-react: disabled, open.
    if (!isUnder(source.path, 'lib')) return [];
    return parts(part(node, 'body'), 'body')
      .filter(member => isBooleanMember(member))
      .flatMap(member => unlessQuestion(source, member, nameOf(part(member, 'key'))));
  }
  const init = part(node, 'init');
  const isBoolean =
    isBooleanType(part(node, 'returnType')) ||
    isBooleanType(part(init, 'returnType')) ||
    isBooleanType(part(part(node, 'id'), 'typeAnnotation')) ||
    typeof init?.['value'] === 'boolean' ||
    (init?.type === 'UnaryExpression' && init['operator'] === '!');
  return isBoolean ? unlessQuestion(source, node, nameOf(part(node, 'id'))) : [];
}

function isBooleanMember(member: Syntax): boolean {
  return (
    isBooleanType(part(member, 'typeAnnotation')) ||
    isBooleanType(part(member, 'returnType')) ||
    isBooleanType(part(part(member, 'value'), 'returnType'))
  );
}

function isBooleanType(annotation: Syntax | undefined): boolean {
  const type = part(annotation, 'typeAnnotation');
  return type?.type === 'TSBooleanKeyword' || (type?.type === 'TSTypePredicate' && type['asserts'] !== true);
}

function unlessQuestion(source: Source, node: Syntax, name: string): Finding[] {
  if (QUESTION.test(name) || QUESTION_CONSTANT.test(name)) return [];
  return [finding(source, node, `${name} is a boolean`)];
}

/** Words that are plural, or count what cannot be counted. */
const PLURAL = /(s|history)$/;

export const tableNames: Law = {
  name: 'table names',
  text: 'Tables are plural snake_case, and kept under the same name in camelCase.',
  find: tree =>
    tablesOf(tree)
      .filter(table => !/^[a-z]+(_[a-z]+)*$/.test(table.sqlName) || !PLURAL.test(table.sqlName))
      .map(table => finding(table.source, table.node, `table ${table.sqlName}`))
      .concat(
        tablesOf(tree)
          .filter(table => camel(table.sqlName) !== table.name)
          .map(table => finding(table.source, table.node, `table ${table.sqlName} is called ${table.name}`)),
      ),
};

function camel(snake: string): string {
  return snake.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

export interface Table {
  readonly source: Source;
  readonly node: Syntax;
  readonly name: string;
  readonly sqlName: string;
  readonly hasCompany: boolean;
}

export function tablesOf(tree: Tree): Table[] {
  return tree.sources
    .filter(source => isUnder(source.path, 'drizzle/schema'))
    .flatMap(source =>
      source.nodes
        .filter(node => node.type === 'CallExpression' && nameOf(part(node, 'callee')) === 'pgTable')
        .map(node => {
          const [sqlName, columns] = parts(node, 'arguments');
          const keys = parts(columns, 'properties').map(one => nameOf(part(one, 'key')));
          return {
            source,
            node,
            name: nameOf(part(declaratorOf(source, node), 'id')),
            sqlName: nameOf(sqlName),
            hasCompany: keys.includes('companyId'),
          };
        }),
    );
}

function declaratorOf(source: Source, node: Syntax): Syntax | undefined {
  const outer = source.parentOf(node);
  return outer === undefined || outer.type === 'VariableDeclarator' ? outer : declaratorOf(source, outer);
}
