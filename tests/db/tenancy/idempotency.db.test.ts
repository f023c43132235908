import { describe, expect, test } from 'vitest';
import { type Ctx, once } from '@/lib/tenancy';
import { gate, outcomeOf, race } from '@/tests/support/outcome';
import { sharedDesk, sharedDeskBeside } from '@/tests/support/shared-desk';

const ours = sharedDesk();
const others = sharedDeskBeside(ours);

/** A command that counts how often it ran. */
function counted() {
  const ran = { times: 0 };
  const run = async () => {
    ran.times += 1;
    return { status: 200, body: { time: ran.times } };
  };
  return { ran, run };
}

const call = (ctx: Ctx, key: string, run: Parameters<typeof once>[2]) =>
  once(ctx, { key, body: { id: 'a' } }, run);

describe('a command with a key', () => {
  test('runs once: the same key and body give the first answer again', async () => {
    const { ran, run } = counted();
    const first = await call(ours.desk.admin, 'again', run);
    expect(await call(ours.desk.admin, 'again', run)).toEqual(first);
    expect(ran.times).toBe(1);
  });

  test('and another body is refused, and does not run', async () => {
    const { ran, run } = counted();
    await call(ours.desk.admin, 'other-body', run);
    const other = once(ours.desk.admin, { key: 'other-body', body: { id: 'b' } }, run);
    expect([await outcomeOf(other), ran.times]).toEqual(['invalid', 1]);
  });

  test('sent twice at once runs once, and the other is told', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { ran, run } = counted();
      const held = gate();
      const slow = async () => {
        await held.opened;
        return await run();
      };
      const both = race(
        () => call(ours.desk.admin, `race-${round}`, slow).finally(held.open),
        () => call(ours.desk.admin, `race-${round}`, slow).finally(held.open),
      );
      expect([await both, ran.times]).toEqual([['conflict', 'done'], 1]);
    }
  });

  test('that failed, or died a minute ago, may be sent again', async () => {
    const { desk } = ours;
    const { ran, run } = counted();
    const failing = call(desk.admin, 'failed', () => Promise.reject(new RangeError('no')));
    await expect(failing).rejects.toThrow('no');
    await call(desk.admin, 'failed', run);
    await desk.test.owner`update idempotency_keys set status = null, answer = null where key = 'failed'`;
    expect(await outcomeOf(call(desk.admin, 'failed', run))).toBe('conflict');
    desk.env.advance(60_001);
    await call(desk.admin, 'failed', run);
    expect(ran.times).toBe(2);
  });

  test('that was carried out, though its answer could not be kept, does not run again at once', async () => {
    const { ran, run } = counted();
    const unkept = call(ours.desk.admin, 'unkept', async () => ({
      ...(await run()),
      body: { text: '\u0000' },
    }));
    await expect(unkept).rejects.toThrow();
    expect([await outcomeOf(call(ours.desk.admin, 'unkept', run)), ran.times]).toEqual(['conflict', 1]);
  });

  test('is one person’s in one company: nobody else meets it', async () => {
    const { ran, run } = counted();
    for (const ctx of [ours.desk.admin, ours.desk.sender, others.desk.admin]) await call(ctx, 'mine', run);
    expect(ran.times).toBe(3);
  });

  test.each(['', 'a b', 'é', 'x'.repeat(256), 'line\nbreak'])('%j is no key', async key => {
    const { ran, run } = counted();
    expect([await outcomeOf(call(ours.desk.admin, key, run)), ran.times]).toEqual(['invalid', 0]);
  });
});
