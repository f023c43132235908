import { describe, expect, test } from 'vitest';
import {
  allowEdition,
  confirmCompanyFile,
  createConnection,
  pauseConnection,
  removeConnection,
  renewPassword,
  resumeConnection,
} from '@/lib/connections';
import type { ErrorCode } from '@/lib/core/errors';
import { unlinkRecord } from '@/lib/imports';
import type { Ctx } from '@/lib/tenancy';
import { PROJECT_ID } from '@/tests/factories/commitment';
import type { Desk } from '@/tests/support/desk';
import { expectRefused, inStep, race } from '@/tests/support/outcome';
import { queued, storyOf } from '@/tests/support/paths';
import { sharedDesk, sharedDeskBeside } from '@/tests/support/shared-desk';

interface Verb {
  readonly name: string;
  readonly action: string;
  readonly who: 'admin' | 'approver';
  readonly lacks: readonly ('approver' | 'sender' | 'viewer')[];
  readonly run: (ctx: Ctx, id: string) => Promise<unknown>;
  /** Brings a new connection to where the verb may be used. */
  readonly prepare: (desk: Desk, id: string) => Promise<unknown>;
  /** Columns it leaves behind. */
  readonly leaves: Readonly<Record<string, unknown>>;
  /** Brings a new connection to where it may not; absent for a verb that is always possible. */
  readonly spoil?: (desk: Desk, id: string) => Promise<unknown>;
  /** What the second of two at once is told. */
  readonly told: ErrorCode;
}

const nothing = async (): Promise<void> => undefined;
const named = ({ test: { owner } }: Desk, id: string): Promise<unknown> =>
  owner`update connections set status = 'active', company_file_name = 'Harbor' where id = ${id}`;

const VERBS: readonly Verb[] = [
  {
    name: 'renew the password',
    action: 'password renewed',
    who: 'admin',
    lacks: ['approver', 'sender', 'viewer'],
    run: renewPassword,
    prepare: ({ test: { owner } }, id) =>
      owner`update connections set failures = 9, lock_count = 2, locked_until = now() where id = ${id}`,
    leaves: { failures: 0, lock_count: 0, locked_until: null },
    told: 'conflict',
  },
  {
    name: 'allow an edition',
    action: 'edition allowed',
    who: 'admin',
    lacks: ['approver', 'sender', 'viewer'],
    run: (ctx, id) => allowEdition(ctx, id, true),
    prepare: nothing,
    spoil: (desk, id) => allowEdition(desk.admin, id, true),
    leaves: { is_edition_allowed: true },
    told: 'conflict',
  },
  {
    name: 'disallow an edition',
    action: 'edition no longer allowed',
    who: 'admin',
    lacks: ['approver', 'sender', 'viewer'],
    run: (ctx, id) => allowEdition(ctx, id, false),
    prepare: (desk, id) => allowEdition(desk.admin, id, true),
    spoil: nothing,
    leaves: { is_edition_allowed: false },
    told: 'conflict',
  },
  {
    name: 'confirm a company file',
    action: 'company file confirmed',
    who: 'admin',
    lacks: ['approver', 'sender', 'viewer'],
    run: confirmCompanyFile,
    prepare: named,
    spoil: nothing,
    leaves: { company_file_name: null, last_error_text: null },
    told: 'conflict',
  },
  {
    name: 'pause',
    action: 'paused',
    who: 'approver',
    lacks: ['sender', 'viewer'],
    run: (ctx, id) => pauseConnection(ctx, id, ' Year end '),
    prepare: named,
    spoil: (desk, id) => pauseConnection(desk.admin, id, 'Audit'),
    leaves: { status: 'paused', pause_reason: 'Year end' },
    told: 'conflict',
  },
  {
    name: 'resume',
    action: 'resumed',
    who: 'approver',
    lacks: ['sender', 'viewer'],
    run: resumeConnection,
    prepare: async (desk, id) => {
      await named(desk, id);
      await pauseConnection(desk.admin, id, 'Audit');
    },
    spoil: nothing,
    leaves: { status: 'active', pause_reason: null },
    told: 'conflict',
  },
  {
    name: 'remove',
    action: 'connection removed',
    who: 'admin',
    lacks: ['approver', 'sender', 'viewer'],
    run: removeConnection,
    prepare: nothing,
    spoil: ({ test: { owner }, connectionId }, id) => owner`
      insert into links select (jsonb_populate_record(l, jsonb_build_object('connection_id', ${id}::text,
        'id', gen_random_uuid(), 'procore_id', 4711))).* from links l
      where l.kind = 'project' and l.connection_id = ${connectionId}`,
    leaves: { status: 'removed' },
    told: 'not_found',
  },
];

let count = 0;

async function freshConnection(desk: Desk): Promise<string> {
  count += 1;
  const { id } = await createConnection(desk.admin, { name: `File ${count}` });
  return id;
}

async function discard(desk: Desk, ids: readonly string[]): Promise<void> {
  await desk.test.owner`update connections set status = 'removed' where id = any (${ids})`;
}

describe.each(VERBS)('$name', verb => {
  const ours = sharedDesk();
  const others = sharedDeskBeside(ours);

  test('changes the connection, with a history row', async () => {
    const { desk } = ours;
    const id = await freshConnection(desk);
    await verb.prepare(desk, id);
    await verb.run(desk[verb.who], id);
    expect((await desk.test.owner`select * from connections where id = ${id}`)[0]).toMatchObject(verb.leaves);
    expect((await storyOf(desk, id)).at(-1)).toMatchObject({
      action: verb.action,
      actor_kind: 'person',
      reason: verb.name === 'pause' ? 'Year end' : null,
    });
  });

  const { spoil } = verb;
  if (spoil)
    test('where it is not possible it conflicts and nothing changes', async () => {
      const { desk } = ours;
      const id = await freshConnection(desk);
      await spoil(desk, id);
      await expectRefused(desk.test, 'conflict', () => verb.run(desk[verb.who], id));
    });

  test("another company's, a removed and an unheard-of connection are not there, and nothing changes", async () => {
    const { desk } = ours;
    const [theirs, removed] = [await freshConnection(others.desk), await freshConnection(desk)];
    await verb.prepare(others.desk, theirs);
    await removeConnection(desk.admin, removed);
    for (const id of [theirs, removed, 'no id at all', desk.admin.company.id])
      await expectRefused(desk.test, 'not_found', () => verb.run(desk[verb.who], id));
  });

  test('without the right it is forbidden, and nothing changes', async () => {
    const { desk } = ours;
    const id = await freshConnection(desk);
    await verb.prepare(desk, id);
    for (const who of verb.lacks) await expectRefused(desk.test, 'forbidden', () => verb.run(desk[who], id));
  });

  test('of two at once exactly one wins, the other is told, and one history row is written', async () => {
    const { desk } = ours;
    for (let round = 0; round < 5; round += 1) {
      const id = await freshConnection(desk);
      await verb.prepare(desk, id);
      const runs = inStep(desk.test.database, 2).map(
        database => () => verb.run({ ...desk[verb.who], database }, id),
      );
      expect(await race(...runs)).toEqual([verb.told, 'done'].toSorted());
      expect((await storyOf(desk, id)).filter(entry => entry.action === verb.action)).toHaveLength(1);
      await discard(desk, [id]);
    }
  });
});

describe('create', () => {
  const ours = sharedDesk();

  test('makes a login and ids of its own, and no password is kept that could be read', async () => {
    const { desk } = ours;
    const made = await createConnection(desk.admin, { name: 'Second file' });
    const [row] = await desk.test.owner`select * from connections where id = ${made.id}`;
    expect(row).toMatchObject({ status: 'new', user_name: made.userName, name: 'Second file' });
    expect(row?.['password_hash']).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(JSON.stringify(row)).not.toContain(made.password);
    expect(made.userName).toMatch(/^qbwc-[a-z2-7]{12}$/);
    expect(Buffer.from(made.password, 'base64url')).toHaveLength(24);
    expect(row?.['file_id']).not.toBe(desk.stamp.fileId);
    expect(await storyOf(desk, made.id)).toMatchObject([{ action: 'connection created' }]);
  });

  test('under a name that is taken, in any case, conflicts, and without one is invalid', async () => {
    const { desk } = ours;
    await expectRefused(desk.test, 'conflict', () => createConnection(desk.admin, { name: ' MAIN file' }));
    for (const name of ['', '   ', 'x'.repeat(61)])
      await expectRefused(desk.test, 'invalid', () => createConnection(desk.admin, { name }));
  });

  test('the name of a removed one is free again', async () => {
    const { desk } = ours;
    const first = await createConnection(desk.admin, { name: 'Passing file' });
    await removeConnection(desk.admin, first.id);
    const second = await createConnection(desk.admin, { name: 'Passing file' });
    expect(second.userName).not.toBe(first.userName);
  });

  test('without the right is forbidden, and nothing changes', async () => {
    const { desk } = ours;
    for (const ctx of [desk.approver, desk.sender, desk.viewer])
      await expectRefused(desk.test, 'forbidden', () => createConnection(ctx, { name: 'Mine' }));
  });

  test('of two with one name at once exactly one wins, and the other is told', async () => {
    const { desk } = ours;
    for (let round = 0; round < 5; round += 1) {
      const create = () => createConnection(desk.admin, { name: `Twin ${round}` });
      expect(await race(create, create)).toEqual(['conflict', 'done']);
    }
  });

  test('a company has at most twenty, also when several are made at once', async () => {
    const { desk } = ours;
    const makeOne = (place: number) => () => createConnection(desk.admin, { name: `Many ${place}` });
    await race(...Array.from({ length: 24 }, (_, place) => makeOne(place)));
    const [row] = await desk.test
      .owner`select count(*)::int as count from connections where status <> 'removed'`;
    expect(row?.['count']).toBe(20);
    await desk.test.owner`update connections set status = 'removed' where name like 'Many %'`;
  });
});

describe('remove', () => {
  const ours = sharedDesk();

  test('conflicts while something accepted is on its way to the company file', async () => {
    const { desk } = ours;
    await queued(desk);
    const { connectionId } = desk;
    await unlinkRecord(desk.admin, { connectionId, kind: 'project', procoreId: PROJECT_ID });
    for (const state of ['ready', 'sent', 'unknown']) {
      await desk.test.owner`update qb_requests set state = ${state} where role = 'write'`;
      await expectRefused(desk.test, 'conflict', () => removeConnection(desk.admin, connectionId));
    }
    await desk.test.owner`update qb_requests set state = 'cancelled' where role = 'write'`;
    await removeConnection(desk.admin, connectionId);
  });

  test('ends the login and the open run', async () => {
    const { desk } = ours;
    expect((await desk.authenticate()).status).toBe('nvu');
  });
});
