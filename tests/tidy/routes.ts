import { type Finding, finding, isUnder, type Law } from './law';
import { nameOf, part, parts, type Source, type Syntax, type Tree } from './source';

const MOST_LINES = 40;

/** Where the one wrapper of JSON routes lives: it signs in, checks the page's origin, limits, parses and answers. */
const WRAPPER = 'app/_server/json-route.ts';

const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

function routes(tree: Tree): Source[] {
  return tree.sources.filter(source => isUnder(source.path, 'app') && /\/route\.tsx?$/.test(source.path));
}

export const thinRoutes: Law = {
  name: 'thin routes',
  text: 'A route is at most 40 lines and knows neither tables nor SQL.',
  find: tree =>
    routes(tree).flatMap(source => [
      ...(source.lineCount > MOST_LINES
        ? [{ path: source.path, line: source.lineCount, what: `has ${source.lineCount} lines` }]
        : []),
      ...source.imports
        .filter(one => isUnder(one.target, 'drizzle', 'lib/db') || /^(drizzle-orm|postgres)/.test(one.target))
        .map(one => finding(source, one, `imports ${one.target}`)),
    ]),
};

export const wrappedRoutes: Law = {
  name: 'wrapped routes',
  text: 'Every route that changes something is made by jsonRoute of app/_server/json-route.ts.',
  find: tree => routes(tree).flatMap(source => unwrapped(source)),
};

function unwrapped(source: Source): Finding[] {
  const wrappers = wrapperNames(source);
  return exportedMethods(source)
    .filter(({ name, made }) => CHANGING.has(name) && !wrappers.has(calleeName(made)))
    .map(({ name, node }) => finding(source, node, `${name} is not made by the wrapper`));
}

function wrapperNames(source: Source): Set<string> {
  const declarations = source.nodes.filter(
    node =>
      node.type === 'ImportDeclaration' &&
      source.imports.some(one => one.start === node.start && one.target === WRAPPER),
  );
  return new Set(
    declarations.flatMap(node => parts(node, 'specifiers')).map(one => nameOf(part(one, 'local'))),
  );
}

function calleeName(made: Syntax | undefined): string {
  return made?.type === 'CallExpression' ? nameOf(part(made, 'callee')) : '';
}

interface Method {
  readonly name: string;
  readonly node: Syntax;
  readonly made: Syntax | undefined;
}

/** `export const POST = …`, `export const { GET, POST } = …`, `export function POST`, `export { x as POST }`. */
function exportedMethods(source: Source): Method[] {
  return source.nodes
    .filter(node => node.type === 'ExportNamedDeclaration')
    .flatMap(node => {
      const declaration = part(node, 'declaration');
      const renamed = parts(node, 'specifiers').map(one => ({
        name: nameOf(part(one, 'exported')),
        node,
        made: madeAs(source, nameOf(part(one, 'local'))),
      }));
      if (declaration === undefined) return renamed;
      if (declaration.type !== 'VariableDeclaration')
        return [{ name: nameOf(part(declaration, 'id')), node, made: undefined }];
      return parts(declaration, 'declarations').flatMap(one => methodsOf(one));
    });
}

function methodsOf(declarator: Syntax): Method[] {
  const id = part(declarator, 'id');
  const made = part(declarator, 'init');
  const names =
    id?.type === 'ObjectPattern'
      ? parts(id, 'properties').map(one => nameOf(part(one, 'value')))
      : [nameOf(id)];
  return names.map(name => ({ name, node: declarator, made }));
}

function madeAs(source: Source, local: string): Syntax | undefined {
  const declarator = source.nodes.find(
    node => node.type === 'VariableDeclarator' && nameOf(part(node, 'id')) === local,
  );
  return part(declarator, 'init');
}
