import { expect, it, vi } from 'vitest';
import {
  AppError,
  assert,
  Blocked,
  Broken,
  Conflict,
  ERROR_CODES,
  errorText,
  Forbidden,
  Invalid,
  NotFound,
  TooMany,
  Unauthenticated,
  Unavailable,
  unreachable,
} from '@/lib/core/errors';

const CAUSE = new TypeError('select * from secrets');

const EACH: readonly [AppError, code: string, isRetryable: boolean][] = [
  [new Invalid('The input is wrong.', { cause: CAUSE }), 'invalid', false],
  [new Unauthenticated(), 'unauthenticated', false],
  [new Forbidden('Not yours to decide.', { cause: CAUSE }), 'forbidden', false],
  [new NotFound(), 'not_found', false],
  [new Conflict('Somebody was first.', { cause: CAUSE }), 'conflict', false],
  [new Blocked('A rule stands in the way.', { cause: CAUSE }), 'blocked', false],
  [new TooMany(7), 'too_many', true],
  [new Unavailable('The database does not answer.', { cause: CAUSE }), 'unavailable', true],
  [new Broken('Totals differ.', { cause: CAUSE }), 'broken', false],
];

it.each(EACH)('%s has its own code and says whether trying again can help', (error, code, isRetryable) => {
  expect(error).toBeInstanceOf(AppError);
  expect(error.code).toBe(code);
  expect(ERROR_CODES).toContain(code);
  expect(error.isRetryable).toBe(isRetryable);
  expect(error.name).toBe(error.constructor.name);
});

it.each(EACH)('what people read of %s never holds its cause', error => {
  expect(`${error.message} ${error.remedy ?? ''}`).not.toContain('secrets');
  expect(`${error.message} ${error.remedy ?? ''}`).not.toContain('undefined');
  expect(error.message).toMatch(/\.$/);
});

const CLASSES = {
  Invalid,
  Unauthenticated,
  Forbidden,
  NotFound,
  Conflict,
  Blocked,
  TooMany,
  Unavailable,
  Broken,
};

it.each(Object.entries(CLASSES))('%s is told apart from every other kind', (name, made) => {
  const errors = EACH.map(([error]) => error);
  expect(errors.filter(error => error instanceof made).map(error => error.name)).toEqual([name]);
});

it('an error thrown by another bundle’s copy of the classes is known', async () => {
  vi.resetModules();
  const other = await import('@/lib/core/errors');
  expect(other.TooMany).not.toBe(TooMany);
  const thrown: unknown = new other.TooMany(7);
  expect(thrown).toBeInstanceOf(TooMany);
  expect(thrown).toBeInstanceOf(AppError);
  expect(thrown).not.toBeInstanceOf(Invalid);
});

it.each([null, undefined, 'text', {}, new Error('plain'), new TypeError('wrong')])(
  '%s is no error of ours',
  thrown => {
    expect(thrown instanceof AppError).toBe(false);
  },
);

it('absent and foreign records read alike', () => {
  expect(new NotFound().message).toBe('This record was not found.');
  expect(new NotFound('This company').message).toBe('This company was not found.');
});

it('a remedy that is given replaces the usual one', () => {
  expect(new Conflict('Taken.').remedy).toBe('Look at the record again and decide anew.');
  expect(new Conflict('Taken.', { remedy: 'Reload.' }).remedy).toBe('Reload.');
  expect(new TooMany(7).remedy).toBe('Try again in 7 s.');
});

it('an invariant that does not hold ends the request and names itself', () => {
  expect(() => assert(true, 'sums agree')).not.toThrow();
  for (const nothing of [false, 0, '', null, undefined])
    expect(() => assert(nothing, 'sums agree')).toThrow(new Broken('Broken invariant: sums agree'));
});

it('a value outside a closed set is never passed over', () => {
  expect(() => unreachable('surprise' as never)).toThrow(Broken);
});

it('anything that is thrown has a text', () => {
  expect(errorText(new Error('why'))).toBe('why');
  expect(errorText('plain')).toBe('plain');
  expect(errorText(null)).toBe('null');
  expect(errorText(undefined)).toBe('undefined');
});
