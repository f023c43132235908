import { type Finding, finding, isUnder, type Law } from './law';
import { nameOf, part, parts, type Source, type Syntax, type Tree } from './source';

/** Where the machine is touched, so that all else can be run with a clock that stands. */
const MACHINE = 'lib/core/system.ts';
const ENVIRONMENT = ['lib/core/config.ts', 'next.config.js', 'instrumentation.ts'];

const PRODUCT = ['lib', 'app', 'components', 'drizzle/schema'];
const ROOT_CODE = ['proxy.ts', 'instrumentation.ts'];

/** What a node is called by, when it is something that is only allowed at an edge. */
type Ban = (node: Syntax, source: Source) => string | null;

function law(
  name: string,
  text: string,
  { ban, isFree }: { ban: Ban; isFree?: (path: string) => boolean },
): Law {
  return {
    name,
    text,
    find: tree =>
      product(tree)
        .filter(source => !isFree?.(source.path))
        .flatMap(source =>
          source.nodes.flatMap(node => {
            const what = ban(node, source);
            return what === null ? [] : [finding(source, node, what)];
          }),
        ),
  };
}

function product(tree: Tree): Source[] {
  return tree.sources.filter(source => isUnder(source.path, ...PRODUCT) || ROOT_CODE.includes(source.path));
}

/** `a.b` as text, whether it is written `a.b`, `a['b']` or `globalThis.a.b`. */
function dotted(node: Syntax | undefined): string {
  if (node?.type === 'ChainExpression') return dotted(part(node, 'expression'));
  if (node?.type !== 'MemberExpression') return node?.type === 'Identifier' ? nameOf(node) : '';
  const whole = `${dotted(part(node, 'object'))}.${nameOf(part(node, 'property'))}`;
  return whole.replace(/^(globalThis|window|self)\./, '');
}

const MACHINE_MEMBERS =
  /^(Date\.now|Math\.random|performance\.now|crypto\.(randomUUID|getRandomValues)|console\.\w+)$/;
const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']);
const CHANCE = new Set(['randomBytes', 'randomUUID', 'randomInt', 'getRandomValues']);

export const machine = law(
  'machine',
  'Clock, chance, timers and console come in through Env; lib/core/system.ts alone touches the machine’s.',
  {
    isFree: path => path === MACHINE,
    ban: (node, source) => {
      if (node.type === 'MemberExpression') {
        const name = dotted(node);
        return MACHINE_MEMBERS.test(name) ? name : null;
      }
      if (node.type === 'NewExpression' || node.type === 'CallExpression') return madeOfNow(node);
      if (node.type !== 'ImportSpecifier') return null;
      const from = nameOf(part(source.parentOf(node), 'source'));
      const name = nameOf(part(node, 'imported'));
      const isMachine =
        (/^(node:)?crypto$/.test(from) && CHANCE.has(name)) || /^(node:)?(timers|perf_hooks)/.test(from);
      return isMachine ? `${name} of ${from}` : null;
    },
  },
);

function madeOfNow(node: Syntax): string | null {
  const callee = dotted(part(node, 'callee'));
  if (callee === 'Date' && (node.type === 'CallExpression' || parts(node, 'arguments').length === 0))
    return 'Date()';
  return TIMERS.has(callee) ? callee : null;
}

export const numbers = law(
  'numbers',
  'Text becomes a number through a parser of core/: no Number(), parseFloat() or unary plus; no float touches an amount.',
  {
    isFree: path => !isUnder(path, 'lib', 'app'),
    ban: (node, source) => {
      if (node.type === 'UnaryExpression' && node['operator'] === '+') return 'unary plus';
      if (node.type === 'MemberExpression' && dotted(node) === 'Number.parseFloat') return 'parseFloat';
      if (node.type !== 'Identifier') return null;
      const name = nameOf(node);
      if (name === 'parseFloat') return isKeyOrMember(node, source) ? null : name;
      return name === 'Number' && isCalledOrPassed(node, source) ? 'Number()' : null;
    },
  },
);

function isKeyOrMember(node: Syntax, source: Source): boolean {
  const outer = source.parentOf(node);
  return part(outer, 'property') === node || (part(outer, 'key') === node && outer?.['shorthand'] !== true);
}

/** `Number(x)`, `new Number(x)` and `.map(Number)`, but not `Number.isInteger(x)`. */
function isCalledOrPassed(node: Syntax, source: Source): boolean {
  const outer = source.parentOf(node);
  if (outer?.type !== 'CallExpression' && outer?.type !== 'NewExpression') return false;
  return part(outer, 'callee') === node || parts(outer, 'arguments').includes(node);
}

export const failures = law(
  'failures',
  'Errors are AppErrors with a code and a remedy, and no error is swallowed in an empty catch.',
  {
    ban: (node, source) => {
      if (node.type === 'CatchClause') {
        return parts(part(node, 'body'), 'body').length === 0 ? 'an empty catch' : null;
      }
      if (node.type !== 'ThrowStatement' || !isUnder(source.path, 'lib', 'app')) return null;
      const thrown = part(node, 'argument');
      const isNew = thrown?.type === 'NewExpression' || thrown?.type === 'CallExpression';
      return isNew && nameOf(part(thrown, 'callee')) === 'Error' ? 'throw new Error' : null;
    },
  },
);

export const types = law('types', 'Types are trusted: no any, no cast through unknown, no non-null `!`.', {
  ban: node => {
    if (node.type === 'TSAnyKeyword') return 'any';
    if (node.type === 'TSNonNullExpression') return 'non-null !';
    if (node.type !== 'TSAsExpression') return null;
    const inner = part(node, 'expression');
    const isTwice = inner?.type === 'TSAsExpression';
    return isTwice && part(inner, 'typeAnnotation')?.type === 'TSUnknownKeyword' ? 'as unknown as' : null;
  },
});

export const danger = law('danger', 'No code out of text: eval, new Function, dangerouslySetInnerHTML.', {
  ban: node => {
    if (node.type === 'JSXAttribute' || node.type === 'Property') {
      const name = nameOf(part(node, 'name') ?? part(node, 'key'));
      return name === 'dangerouslySetInnerHTML' ? name : null;
    }
    if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return null;
    const callee = dotted(part(node, 'callee'));
    return callee === 'eval' || callee === 'Function' ? callee : null;
  },
});

export const environment = law(
  'environment',
  'process.env is read in one place, lib/core/config.ts, and what it says is handed on.',
  {
    isFree: path => ENVIRONMENT.includes(path),
    ban: (node, source) => {
      if (node.type !== 'MemberExpression' || dotted(node) !== 'process.env') return null;
      const key = source.parentOf(node);
      return key && part(key, 'object') === node ? dotted(key) : 'process.env';
    },
  },
);

const NOTES: readonly [RegExp, string][] = [
  [/@ts-(ignore|nocheck|expect-error)\b/, '@ts-ignore'],
  [/\b(TODO|FIXME|XXX)\b/, 'a note of work left'],
];

export const notes: Law = {
  name: 'notes',
  text: 'No work is left as a note, and no type error is silenced.',
  find: tree =>
    product(tree).flatMap(source => source.text.split('\n').flatMap((line, at) => notesIn(source, line, at))),
};

function notesIn(source: Source, line: string, at: number): Finding[] {
  return NOTES.filter(([pattern]) => pattern.test(line)).map(([, what]) => ({
    path: source.path,
    line: at + 1,
    what,
  }));
}
