import type { Source, Syntax, Tree } from './source';

/** A place where a law is broken. `what` is short and stable: an exception is written with it. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly what: string;
}

export interface Law {
  readonly name: string;
  /** The law in one sentence, printed when it is broken. */
  readonly text: string;
  find(tree: Tree): Finding[];
}

/** A place where a law does not hold, and why that is right. */
export interface Exception {
  readonly law: string;
  /** A file, or a folder with a slash at the end. */
  readonly path: string;
  /** The finding that is meant; without it, every finding of this law there. */
  readonly what?: string;
  readonly reason: string;
}

export function finding(source: Source, node: Pick<Syntax, 'start'>, what: string): Finding {
  return { path: source.path, line: source.lineOf(node.start), what };
}

/** What is left of the findings, as lines to print; an exception that excuses nothing any more is a finding too. */
export function judge(law: Law, tree: Tree, exceptions: readonly Exception[]): string[] {
  const findings = law.find(tree);
  const mine = exceptions.filter(exception => exception.law === law.name);
  const broken = findings.filter(one => !mine.some(exception => excuses(exception, one)));
  const idle = mine.filter(exception => !findings.some(one => excuses(exception, one)));
  return [
    ...broken.map(one => `${one.path}:${one.line} ${one.what}`),
    ...idle.map(
      one => `${one.path} ${one.what ?? ''} is excepted, but keeps the law now: take it off the list`,
    ),
  ];
}

function excuses(exception: Exception, found: Finding): boolean {
  const isThere = exception.path.endsWith('/')
    ? found.path.startsWith(exception.path)
    : found.path === exception.path;
  return isThere && (exception.what === undefined || exception.what === found.what);
}

/** Whether `path` lies under one of the folders. */
export function isUnder(path: string, ...folders: readonly string[]): boolean {
  return folders.some(folder => path.startsWith(`${folder}/`));
}

/** The folder of lib/ a file belongs to; empty outside lib/. */
export function libFolder(path: string): string {
  const [top, folder = ''] = path.split('/');
  return top === 'lib' ? folder.replace(/\.tsx?$/, '') : '';
}
