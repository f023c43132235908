import { describe, expect, test } from 'vitest';
import { backupSigns, type KnownRecord } from '@/lib/sync/backup-signs';

const order = (qbId: string, editSequence: string | null): KnownRecord => ({
  kind: 'purchase_order',
  qbId,
  name: `No. ${qbId}`,
  editSequence,
});

describe('a company file restored from a backup', () => {
  test('is known by a record that is gone without having been deleted', () => {
    const known = [order('A', '1554200000'), order('B', '1554200000')];
    const met = { records: [order('A', '1554200000')], deleted: [] };
    expect(backupSigns(known, met)).toEqual([
      { kind: 'purchase_order', qbId: 'B', name: 'No. B', sign: 'missing' },
    ]);
  });

  test('is known by an edit sequence that went backwards, whatever its length', () => {
    const known = [order('A', '1554200001'), order('B', '10000000000000000')];
    const met = { records: [order('A', '1554200000'), order('B', '9999999999999999')], deleted: [] };
    expect(backupSigns(known, met).map(one => `${one.qbId} ${one.sign}`)).toEqual(['A older', 'B older']);
  });

  test.each([
    ['it is there unchanged', [order('A', '5')], []],
    ['somebody changed it since', [order('A', '6')], []],
    ['somebody deleted it', [], [order('A', null)]],
    ['its edit sequence is no number', [order('A', 'x')], []],
  ])('is not suspected when %s', (_, records, deleted) => {
    expect(backupSigns([order('A', '5')], { records, deleted })).toEqual([]);
  });

  test('is suspected though another kind of record with the same id was deleted', () => {
    const met = { records: [], deleted: [{ kind: 'bill', qbId: 'A' }] as const };
    expect(backupSigns([order('A', '5')], met)).toHaveLength(1);
  });
});
