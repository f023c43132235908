import { afterAll, expect, test } from 'vitest';
import { acceptExport, sendExport, showExport } from '@/lib/exports';
import { commitment } from '@/tests/factories/commitment';
import { openDesk } from '@/tests/support/desk';

test('first light', async () => {
  const desk = await openDesk();
  console.log(desk.env.logged);
  const rows = await desk.test.owner`select kind, count(*), count(*) filter (where is_active) active from qb_lists group by 1`;
  console.log(rows.map(r => ({ ...r })));
  console.log((await desk.test.owner`select kind, cursor, as_of, error from qb_cursors`).map(r=>({...r})));
  const [id = ''] = await desk.stage(commitment());
  console.log(await desk.stateOf(id), (await desk.test.owner`select blockers from exports`)[0]);
  await sendExport(desk.sender, { id, consents: [] });
  const hash = await desk.hashOf(desk.approver, id);
  console.log(hash, await desk.stateOf(id));
  await acceptExport(desk.approver, { id, hash });
  console.log(await desk.stateOf(id));
  const run = await desk.runUpdate();
  console.log(run.status, run.progress, run.lastMessage, run.sent.length, run.sent.at(-1));
  console.log(await desk.stateOf(id), desk.env.logged);
  const shown = await showExport(desk.approver, id);
  console.log(JSON.stringify(shown.timeline.map(t => [t.seq, t.who, t.action, t.before, t.after, t.reason])));
  console.log(shown.refNumber, shown.link, shown.writeBack);
  console.log(desk.quickBooks.books.journal.map(j => [j.request, j.id, j.externalGuid]));
  await desk.close();
});
