import { builtinModules } from 'node:module';
import { type Finding, finding, isUnder, type Law, libFolder } from './law';
import type { Import, Source, Tree } from './source';

/** design.md §2. Imports point down, or along one floor. Nothing stands above the composition root. */
export const FLOORS: Readonly<Record<string, number>> = {
  runtime: 7,
  qbwc: 6,
  tasks: 6,
  exports: 5,
  imports: 5,
  'job-cost': 5,
  messages: 5,
  sync: 4,
  flows: 3,
  lifecycle: 2,
  history: 2,
  mappings: 2,
  connections: 2,
  tenancy: 2,
  auth: 2,
  procore: 1,
  qbxml: 1,
  db: 0,
  core: 0,
};

/** Folders whose every function is a function of its arguments. */
const PURE = ['qbxml', 'core', 'flows'];

/** Where the pure floors meet the machine. */
const EDGES = ['system', 'log', 'metrics', 'config'].map(name => `lib/core/${name}.ts`);

/** Packages without I/O; node:crypto for hashing and sealing with bytes that are given. */
const PURE_PACKAGES = new Set([
  'fast-xml-parser',
  'lossless-json',
  'node:buffer',
  'node:crypto',
  'safe-stable-stringify',
  'sax',
  'saxes',
  'zod',
]);

/** Values that screens may take from lib; everything else reaches them as types or as JSON. */
const BROWSER_DOORS = [
  'lib/lifecycle/states',
  'lib/core/money',
  'lib/core/kinds',
  'lib/core/limits',
  'lib/core/system',
  'lib/flows/billed',
].map(door => `${door}.ts`);

/** Packages that must not travel to the browser. */
const SERVER_PACKAGES =
  /^(node:|postgres$|nodemailer$|drizzle-orm|@node-rs\/|graphile-worker|pino|prom-client|next-auth$|next\/(server|headers)$)/;

const BUILTIN = new Set(builtinModules);

function eachImport(tree: Tree, judgeOne: (source: Source, one: Import) => string | null): Finding[] {
  return tree.sources.flatMap(source =>
    source.imports.flatMap(one => {
      const what = judgeOne(source, one);
      return what === null ? [] : [finding(source, one, what)];
    }),
  );
}

export const floors: Law = {
  name: 'floors',
  text: 'Imports between folders of lib/ point down the table of design.md §2.',
  find: tree => [
    ...tree.sources
      .filter(source => source.path.startsWith('lib/') && FLOORS[libFolder(source.path)] === undefined)
      .map(source => ({ path: source.path, line: 1, what: 'stands on no floor' })),
    ...eachImport(tree, (source, one) => {
      const from = FLOORS[libFolder(source.path)];
      const to = one.isProject ? FLOORS[libFolder(one.target)] : undefined;
      return from !== undefined && to !== undefined && to > from ? `imports up: ${one.target}` : null;
    }),
  ],
};

export const circles: Law = {
  name: 'circles',
  text: 'No folder of lib/ imports a folder that leads back to it.',
  find: tree => {
    const edges = tree.sources.flatMap(source =>
      source.imports
        .filter(one => one.isProject)
        .map(one => ({ source, one, from: libFolder(source.path), to: libFolder(one.target) }))
        // An import up is the floors' business, and would make a circle of everything below it.
        .filter(edge => edge.from !== edge.to && isDownOrLevel(edge.from, edge.to)),
    );
    const next = new Map<string, Set<string>>();
    for (const { from, to } of edges) next.set(from, (next.get(from) ?? new Set()).add(to));
    return edges
      .filter(edge => reaches(next, edge.to, edge.from))
      .map(edge => finding(edge.source, edge.one, `${edge.from} > ${edge.to} > … > ${edge.from}`));
  },
};

function isDownOrLevel(from: string, to: string): boolean {
  const [high, low] = [FLOORS[from], FLOORS[to]];
  return high !== undefined && low !== undefined && high >= low;
}

function reaches(next: ReadonlyMap<string, ReadonlySet<string>>, from: string, wanted: string): boolean {
  const seen = new Set([from]);
  for (const place of seen) for (const further of next.get(place) ?? []) seen.add(further);
  return seen.has(wanted);
}

export const modules: Law = {
  name: 'modules',
  text: 'No module of the product leads back to itself through its imports, types included: of two, one stands below.',
  find: tree =>
    tree.sources
      .filter(source => isUnder(source.path, 'lib', 'app', 'components', 'drizzle'))
      .flatMap(source => {
        const step = reachedFrom(tree, source).get(source.path);
        return step ? [finding(source, step, `leads back to itself through ${step.target}`)] : [];
      }),
};

/** Every module below `root`, with the import of `root` that led there. */
function reachedFrom(tree: Tree, root: Source): Map<string, Import> {
  const via = new Map(importsOf(root).map(one => [one.target, one]));
  for (const [path, first] of via) {
    const source = tree.byPath.get(path);
    for (const one of source ? importsOf(source) : []) if (!via.has(one.target)) via.set(one.target, first);
  }
  return via;
}

function importsOf(source: Source): Import[] {
  return source.imports.filter(one => one.isProject);
}

const NETWORK = new Set(['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource']);

export const purity: Law = {
  name: 'purity',
  text: 'qbxml/, core/ and flows/ do no I/O: they load only pure files and packages, and only types from elsewhere.',
  find: tree => [
    ...eachImport(tree, (source, one) => (isPure(source.path) ? impureImport(one) : null)),
    ...tree.sources
      .filter(source => isPure(source.path))
      .flatMap(source =>
        source.nodes
          .filter(
            node => (node.type === 'CallExpression' || node.type === 'NewExpression') && callsNetwork(node),
          )
          .map(node => finding(source, node, 'calls the network')),
      ),
  ],
};

function callsNetwork(node: Readonly<Record<string, unknown>>): boolean {
  const callee = node['callee'] as Readonly<Record<string, unknown>>;
  const property = callee['property'] as Readonly<Record<string, unknown>> | undefined;
  const object = callee['object'] as Readonly<Record<string, unknown>> | undefined;
  const isGlobal = object === undefined || object['name'] === 'globalThis' || object['name'] === 'window';
  return isGlobal && NETWORK.has(String((property ?? callee)['name']));
}

function isPure(path: string): boolean {
  return PURE.includes(libFolder(path)) && !EDGES.includes(path);
}

function impureImport(one: Import): string | null {
  if (isUnder(one.target, 'lib/db', 'drizzle')) return `knows the database: ${one.target}`;
  if (one.isType) return null;
  const isFine = one.isProject ? isPure(one.target) : PURE_PACKAGES.has(one.target);
  return isFine ? null : `loads ${one.target}`;
}

/** The first matching row of a file says what it may import of the project; types may come from `types` besides. */
const BORDERS: readonly { in: RegExp; may: RegExp; types?: RegExp }[] = [
  { in: /^lib\//, may: /^(lib\/|drizzle\/schema(\/|$))/ },
  { in: /^drizzle\/schema\//, may: /^(drizzle\/schema\/|lib\/core\/|lib\/[a-z-]+\/states\.ts$)/ },
  {
    in: /^components\//,
    may: new RegExp(
      `^(components/|public/|${BROWSER_DOORS.map(door => door.replace('.', '\\.')).join('|')})`,
    ),
    types: /^(lib|app\/api)\//,
  },
  { in: /^(app\/|proxy\.ts|instrumentation\.ts|next\.config\.js)/, may: /^(app|components|lib|public)\// },
  { in: /^tests\/simulators\//, may: /^tests\/(simulators|fixtures)\// },
];

export const borders: Law = {
  name: 'borders',
  text: 'lib knows no screen, screens no database, the schema only core and states, simulators nothing of the product, the product no test.',
  find: tree =>
    eachImport(tree, (source, one) => {
      const border = BORDERS.find(row => row.in.test(source.path));
      if (!border) return null;
      const isScreen = isUnder(source.path, 'app', 'components');
      if (!one.isProject) {
        return isScreen && /^(drizzle-orm|postgres)(\/|$)/.test(one.target) ? `imports ${one.target}` : null;
      }
      const isFine = border.may.test(one.target) || (one.isType && border.types?.test(one.target));
      return isFine ? null : `imports ${one.target}`;
    }),
};

export const doors: Law = {
  name: 'doors',
  text:
    'A folder of lib/ is entered through its index.ts; one without an index.ts through its own files, not through its subfolders. ' +
    'states.ts, a pure table, may be read by all; folders of one floor name the file they need, since their doors would load each other in a circle.',
  find: tree =>
    eachImport(tree, (source, one) => {
      const to = libFolder(one.target);
      const from = libFolder(source.path);
      if (!one.isProject || to === '' || to === from || isUnder(source.path, 'tests')) return null;
      if (from !== '' && FLOORS[from] === FLOORS[to]) return null;
      return isDoor(tree, one.target, to) ? null : `enters ${one.target}`;
    }),
};

function isDoor(tree: Tree, target: string, folder: string): boolean {
  const inside = target.slice(`lib/${folder}/`.length);
  if (inside === 'index.ts' || inside === 'states.ts') return true;
  const hasDoor = tree.paths.has(`lib/${folder}/index.ts`);
  return !hasDoor && (!inside.includes('/') || /^[^/]+\/index\.ts$/.test(inside));
}

export const browser: Law = {
  name: 'browser',
  text: 'What screens load, followed through every import that is not a type, never reaches node, the database or the schema.',
  find: tree => tree.sources.filter(isForBrowser).flatMap(source => serverSideOf(tree, source)),
};

function isForBrowser(source: Source): boolean {
  return (
    isUnder(source.path, 'components') ||
    (isUnder(source.path, 'app') && /^\s*['"]use client['"]/.test(source.text))
  );
}

function serverSideOf(tree: Tree, root: Source): Finding[] {
  const via = new Map<Source, Import | null>([[root, null]]);
  for (const [source, first] of via) {
    for (const one of source.imports.filter(candidate => !candidate.isType)) {
      const step = first ?? one;
      if (isServerOnly(one)) return [finding(root, step, `reaches ${one.target} through ${source.path}`)];
      const next = tree.byPath.get(one.target);
      if (next && !via.has(next) && !/^\s*['"]use server['"]/.test(next.text)) via.set(next, step);
    }
  }
  return [];
}

function isServerOnly({ target, isProject }: Import): boolean {
  if (isProject) return isUnder(target, 'lib/db', 'drizzle');
  return BUILTIN.has(target) || SERVER_PACKAGES.test(target);
}
