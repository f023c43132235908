import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { VARIABLES } from '@/lib/core/config';

/** The environment's own, which no person sets by hand. */
const GIVEN = new Set(['NODE_ENV']);

it('.env.example names every variable that the configuration reads, once, and no other', () => {
  const example = readFileSync(path.resolve('.env.example'), 'utf8');
  const named = [...example.matchAll(/^([A-Z_]+)=/gm)].map(match => match[1] ?? '');
  expect(named.toSorted()).toEqual(VARIABLES.filter(name => !GIVEN.has(name)).toSorted());
});
