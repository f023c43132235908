import { describe, expect, test } from 'vitest';
import { archiveExport, rejectExport, restoreExport, retrieveExport, sendExport } from '@/lib/exports';
import { nextCommitment } from '@/tests/factories/commitment';
import { expectRefused } from '@/tests/support/outcome';
import { queued, ready, rejected, rowOf, sent, storyOf } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';

const ours = sharedDesk();

/** QuickBooks keeps Windows-1252 text only. */
const FOREIGN_TEXT = { title: 'Plates 1½″ 混凝土' };

describe('send', () => {
  test('a record with replaced letters needs the sender’s consent, which is kept and written down', async () => {
    const { desk } = ours;
    const id = await ready(desk, FOREIGN_TEXT);
    await expectRefused(desk.test, 'blocked', () => sendExport(desk.sender, { id, consents: [] }));
    await expectRefused(desk.test, 'blocked', () => sendExport(desk.sender, { id, consents: ['COM-04'] }));
    await sendExport(desk.sender, { id, consents: ['GEN-02'] });
    expect(await rowOf(desk, id)).toMatchObject({ state: 'awaiting_approval', consents: ['GEN-02'] });
    expect((await storyOf(desk, id)).at(-1)?.after).toMatchObject({ consents: ['GEN-02'] });
  });

  test('consent to what was read is no consent to what it became', async () => {
    const { desk } = ours;
    const commitment = nextCommitment(FOREIGN_TEXT);
    const [id = ''] = await desk.stage(commitment);
    await sendExport(desk.sender, { id, consents: ['GEN-02'] });
    await desk.stage({ ...commitment, title: 'Plates 2½″ 鋼', updatedAt: '2026-03-02T12:00:00.000Z' });
    expect(await rowOf(desk, id)).toMatchObject({ state: 'awaiting_approval', consents: [] });
    expect(await desk.hashOf(desk.approver, id)).toBe('');
  });

  test('no consent lifts a rule that blocks, and every rule that stands in the way is named', async () => {
    const { desk } = ours;
    const id = await ready(desk, { status: 'Draft', number: 'MUCH-TOO-LONG-1' });
    const send = sendExport(desk.sender, { id, consents: ['COM-01', 'COM-04'] });
    await expect(send).rejects.toMatchObject({
      code: 'blocked',
      message: expect.stringMatching(/Draft.*MUCH-TOO-LONG-1/),
    });
  });

  test('retrieving or rejecting a record takes its consents back', async () => {
    const { desk } = ours;
    for (const back of [
      (id: string) => retrieveExport(desk.sender, { id }),
      (id: string) => rejectExport(desk.approver, { id, comment: 'No' }),
    ]) {
      const id = await ready(desk, FOREIGN_TEXT);
      await sendExport(desk.sender, { id, consents: ['GEN-02'] });
      await back(id);
      expect((await rowOf(desk, id)).consents).toEqual([]);
    }
  });

  test('a right on one project is none on another', async () => {
    const { desk } = ours;
    const id = await ready(desk, { projectId: '598134326120045' });
    await expectRefused(desk.test, 'forbidden', () => sendExport(desk.sender, { id, consents: [] }));
  });
});

describe('reject', () => {
  test('needs a comment, of at most 2,000 characters, and the sender reads it', async () => {
    const { desk } = ours;
    const id = await sent(desk);
    for (const comment of ['', ' \n ', 'x'.repeat(2001)])
      await expectRefused(desk.test, 'invalid', () => rejectExport(desk.approver, { id, comment }));
    await rejectExport(desk.approver, { id, comment: '  Not in the budget ' });
    expect((await rowOf(desk, id)).comment).toBe('Not in the budget');
  });

  test('an approval right for another kind or for imports is no right to decide commitments', async () => {
    const { desk } = ours;
    const id = await sent(desk);
    const weak = { ...desk.approver.rights, approvals: new Set(['vendor:export', 'commitment:import']) };
    const ctx = { ...desk.approver, rights: weak };
    await expectRefused(desk.test, 'forbidden', () => rejectExport(ctx, { id, comment: 'No' }));
    const right = { ...weak, approvals: new Set(['commitment:export']) };
    await rejectExport({ ...ctx, rights: right }, { id, comment: 'No' });
    expect(await desk.stateOf(id)).toBe('rejected');
  });
});

describe('archive and restore', () => {
  test('a rejected record comes back rejected, with its comment', async () => {
    const { desk } = ours;
    const id = await rejected(desk);
    await archiveExport(desk.sender, { id });
    expect(await rowOf(desk, id)).toMatchObject({ state: 'archived', archived_from: 'rejected' });
    await restoreExport(desk.sender, { id });
    expect(await rowOf(desk, id)).toMatchObject({
      state: 'rejected',
      archived_from: null,
      comment: 'Wrong vendor',
    });
  });

  test('a record comes back only as far as the rules let it', async () => {
    const { desk } = ours;
    const commitment = nextCommitment();
    const [id = ''] = await desk.stage(commitment);
    await archiveExport(desk.sender, { id });
    await desk.stage({ ...commitment, status: 'Draft', updatedAt: '2026-03-02T12:00:00.000Z' });
    expect(await desk.stateOf(id)).toBe('archived');
    await restoreExport(desk.sender, { id });
    expect(await rowOf(desk, id)).toMatchObject({ state: 'not_sendable', blockers: [{ ruleId: 'COM-01' }] });
  });

  test('what is on its way to QuickBooks cannot be hidden', async () => {
    const { desk } = ours;
    const id = await queued(desk);
    await expectRefused(desk.test, 'conflict', () => archiveExport(desk.approver, { id }));
  });
});
