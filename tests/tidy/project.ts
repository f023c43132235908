import path from 'node:path';
import type { Finding, Law } from './law';
import type { Tree } from './source';

const FOLDERS = new Set(['app', 'components', 'drizzle', 'lib', 'public', 'tests']);
const FILES = new Set([
  'LICENSE',
  'README.md',
  'biome.json',
  'instrumentation.ts',
  'next-env.d.ts',
  'next.config.js',
  'package-lock.json',
  'package.json',
  'proxy.ts',
  'tsconfig.json',
]);

export const topLevel: Law = {
  name: 'top level',
  text: 'The root holds what design.md §2 names, and the files that tools force into it.',
  find: tree => {
    const entries = new Set([...tree.paths].map(one => (one.includes('/') ? `${one.split('/')[0]}/` : one)));
    return [...entries]
      .filter(one => !one.startsWith('.'))
      .filter(one => (one.endsWith('/') ? !FOLDERS.has(one.slice(0, -1)) : !FILES.has(one)))
      .map(one => ({ path: one, line: 1, what: 'does not belong in the root' }));
  },
};

const MIGRATIONS = 'drizzle/migrations';
const JOURNAL = `${MIGRATIONS}/meta/_journal.json`;

export const journal: Law = {
  name: 'journal',
  text: 'Every migration stands in the journal with its snapshot, in order, and nothing else does.',
  find: tree => {
    const tags = journalTags(tree);
    const files = [...tree.paths]
      .filter(one => one.startsWith(`${MIGRATIONS}/`) && one.endsWith('.sql'))
      .map(one => path.posix.basename(one, '.sql'));
    const at = (file: string, what: string): Finding => ({ path: file, line: 1, what });
    return [
      ...files
        .filter(tag => !tags.includes(tag))
        .map(tag => at(`${MIGRATIONS}/${tag}.sql`, 'is not in the journal')),
      ...tags.filter(tag => !files.includes(tag)).map(tag => at(JOURNAL, `${tag} has no file`)),
      ...tags
        .filter((tag, index) => Number.parseInt(tag, 10) !== index)
        .map(tag => at(JOURNAL, `${tag} is out of order`)),
      ...tags
        .filter(tag => !tree.paths.has(`${MIGRATIONS}/meta/${tag.slice(0, 4)}_snapshot.json`))
        .map(tag => at(JOURNAL, `${tag} has no snapshot`)),
    ];
  },
};

function journalTags(tree: Tree): string[] {
  if (!tree.paths.has(JOURNAL)) return [];
  const read: { entries?: { tag: string }[] } = JSON.parse(tree.readText(JOURNAL));
  return (read.entries ?? []).map(entry => entry.tag);
}

export const documents: Law = {
  name: 'documents',
  text: 'Every path and every npm script that a README names exists.',
  find: tree =>
    [...tree.paths]
      .filter(one => one.endsWith('.md') && !one.startsWith('tests/fixtures/'))
      .flatMap(one =>
        tree
          .readText(one)
          .split('\n')
          .flatMap((line, at) =>
            [...lostPaths(tree, one, line), ...lostScripts(tree, line)].map(what => ({
              path: one,
              line: at + 1,
              what,
            })),
          ),
      ),
};

const CODE_SPAN = /`([^`]+)`/g;
const LINK = /\]\(([^)\s#]+)/g;
const SOURCE_FILE = /^[\w./@()[\]-]+\.(tsx?|m?js|json|sql|md|css|ya?ml|xml|xsd|qbxml)$/;
const FOLDER = /^[\w.@()[\]-]+(\/[\w.@()[\]-]+)*\/$/;

/** Paths in code spans and links; not routes, patterns, packages, or what only exists while the app runs. */
function lostPaths(tree: Tree, document: string, line: string): string[] {
  const links = [...line.matchAll(LINK)].map(match => match[1] ?? '').filter(one => !/^[a-z]+:/.test(one));
  const spans = [...line.matchAll(CODE_SPAN)]
    .map(match => match[1] ?? '')
    .filter(one => isPathLike(tree, document, one));
  return [...links, ...spans]
    .filter(one => !isThere(tree, document, one))
    .map(one => `names ${one}, which does not exist`);
}

function isPathLike(tree: Tree, document: string, span: string): boolean {
  if (/^[/@.]|[*{}<>$\s]|:\/\//.test(span) && span !== '.env.example') return false;
  if (SOURCE_FILE.test(span) || FOLDER.test(span)) return true;
  const [first = ''] = span.split('/');
  return span.includes('/') && /^[\w./()[\]-]+$/.test(span) && isThere(tree, document, first);
}

function isThere(tree: Tree, document: string, named: string): boolean {
  const here = path.posix.dirname(document);
  const candidates = [path.posix.join(here, named), path.posix.normalize(named)].map(one =>
    one.replace(/\/$/, ''),
  );
  return [...tree.paths].some(
    one =>
      candidates.some(candidate => one === candidate || one.startsWith(`${candidate}/`)) ||
      (one.startsWith(here === '.' ? '' : `${here}/`) && !named.includes('/') && one.endsWith(`/${named}`)),
  );
}

const SCRIPT = /\bnpm (?:run )?([a-z][\w:-]*)/g;
const NPM_OWN = new Set(['ci', 'install', 'i', 'run', 'exec', 'help', 'version', 'audit', 'publish', 'pack']);

function lostScripts(tree: Tree, line: string): string[] {
  const code = line.startsWith('    ') || /`[^`]*npm/.test(line) || /^\s*(\$ )?(npm|.*&& npm)\b/.test(line);
  if (!code || !tree.paths.has('package.json')) return [];
  const known: { scripts?: Record<string, string> } = JSON.parse(tree.readText('package.json'));
  return [...line.matchAll(SCRIPT)]
    .map(match => match[1] ?? '')
    .filter(name => !NPM_OWN.has(name) && known.scripts?.[name] === undefined)
    .map(name => `names npm run ${name}, which package.json does not have`);
}
