import { expect, test } from 'vitest';
import { extend, isDecimal, plain, sum } from '../decimal';

test('amounts are written with at least one decimal and no more than needed', () => {
  expect(['178000', '-3750.250', '0', '0.10', '007.5', '-0.0'].map(plain)).toEqual([
    '178000.0',
    '-3750.25',
    '0.0',
    '0.1',
    '7.5',
    '0.0',
  ]);
});

test('sums and products are exact to the cent', () => {
  expect(sum(['0.1', '0.2'])).toBe('0.3');
  expect(sum([])).toBe('0.0');
  expect(sum(['999999999999.99', '0.01'])).toBe('1000000000000.0');
  expect(extend('150.0', '2.75')).toBe('412.5');
  expect(extend('3', '1.335')).toBe('4.01');
  expect(extend('-1', '0.005')).toBe('-0.01');
});

test('only plain decimals are amounts', () => {
  expect(['1.5', '-2', '1e5', '1,5', '', '.5', ' 1'].filter(isDecimal)).toEqual(['1.5', '-2']);
});
