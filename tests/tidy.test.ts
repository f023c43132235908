import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { EXCEPTIONS } from './tidy/exceptions';
import { judge } from './tidy/law';
import { LAWS } from './tidy/laws';
import { readTree } from './tidy/read-tree';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

describe('the laws of the house', () => {
  const tree = readTree(ROOT);

  test.each(LAWS)('$name', law => {
    expect(judge(law, tree, EXCEPTIONS), law.text).toEqual([]);
  });

  test('every exception belongs to a law', () => {
    const names = new Set(LAWS.map(law => law.name));
    expect(EXCEPTIONS.filter(exception => !names.has(exception.law))).toEqual([]);
  });
});
