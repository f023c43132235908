import { readdirSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '@/tests/sandbox/app';

const ANY_ID = '00000000-0000-4000-8000-000000000000';

/** What stands for the parts of a path that vary. */
const PARTS: Readonly<Record<string, string>> = {
  connection: ANY_ID,
  connectionId: ANY_ID,
  id: ANY_ID,
  run: ANY_ID,
  exchange: ANY_ID,
  kind: 'vendor',
  action: 'pause',
};

/** Every address under /api that the app has, with examples for ids; those of companies are of `company`. */
export function apiPaths(company: string): string[] {
  return readdirSync(inRoot('app', 'api'), { recursive: true, encoding: 'utf8' })
    .filter(file => path.basename(file) === 'route.ts' && !file.includes('[...'))
    .map(file => path.dirname(file).split(path.sep).join('/'))
    .map(folder => `/api/${folder.replace(/\[(\w+)\]/g, (_, name: string) => partOf(name, company))}`)
    .sort();
}

function partOf(name: string, company: string): string {
  const value = name === 'company' ? company : PARTS[name];
  if (value === undefined) throw new RangeError(`no example is known for [${name}]`);
  return value;
}
