import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { makeTree, type Tree } from './source';

const READ = /\.(tsx?|m?js|json|md)$/;

/** The project as it lies on the disk, without what .gitignore names. */
export function readTree(root: string): Tree {
  const ignored = ignoredNames(readFileSync(path.join(root, '.gitignore'), 'utf8'));
  const texts: Record<string, string> = {};
  const visit = (folder: string): void => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name === '.git' || ignored.test(entry.name)) continue;
      if (entry.isDirectory()) visit(file);
      else texts[file] = isRead(file) ? readFileSync(path.join(root, file), 'utf8') : '';
    }
  };
  visit('');
  return makeTree(texts);
}

/** Snapshots of the schema and captures are long, and no law reads them. */
function isRead(file: string): boolean {
  return READ.test(file) && !/_snapshot\.json$|^package-lock|^tests\/fixtures\//.test(file);
}

/** .gitignore of this project holds plain names and `*.ending`. */
function ignoredNames(gitignore: string): RegExp {
  const patterns = gitignore
    .split('\n')
    .map(line => line.trim().replace(/\/$/, ''))
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => line.replaceAll('.', '\\.').replaceAll('*', '.*'));
  return new RegExp(`^(${patterns.join('|')})$`);
}
