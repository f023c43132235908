import { expect, it, vi } from 'vitest';
import { AppError, NotFound, TooMany } from '@/lib/core/errors';
import { ProcoreError } from '@/lib/procore/errors';

it('an error thrown in one bundle is known in another, by its class and by no other', async () => {
  vi.resetModules();
  const other = await import('@/lib/core/errors');
  expect(other.NotFound).not.toBe(NotFound);
  const thrown = new other.NotFound();
  expect(thrown).toBeInstanceOf(AppError);
  expect(thrown).toBeInstanceOf(NotFound);
  expect(thrown).not.toBeInstanceOf(TooMany);
  expect(thrown).not.toBeInstanceOf(ProcoreError);
  expect(new other.TooMany(3)).toBeInstanceOf(TooMany);
});

it('a class without a code of its own is known as usual, and what is no error of ours never is', () => {
  class Special extends AppError {}
  const special = new Special('invalid', 'Special.');
  expect(special).toBeInstanceOf(Special);
  expect(new NotFound()).not.toBeInstanceOf(Special);
  for (const value of [new Error('invalid'), null, undefined, 'invalid', { code: 'invalid' }])
    expect(value).not.toBeInstanceOf(AppError);
});
