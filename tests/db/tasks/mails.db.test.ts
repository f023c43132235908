import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { acceptExport, rejectExport } from '@/lib/exports';
import { changeChoices, type Mailer, showChoices, smtpMailer } from '@/lib/messages';
import { sendMails, summarizeDay } from '@/lib/tasks/mails';
import type { Ctx } from '@/lib/tenancy';
import { type SmtpServer, startSmtp } from '@/tests/simulators/smtp';
import type { Desk } from '@/tests/support/desk';
import { passMoment, sent } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';

const ours = sharedDesk();
let smtp: SmtpServer;
let mailer: Mailer;

beforeAll(async () => {
  smtp = await startSmtp();
  mailer = smtpMailer(
    { smtpUrl: `smtp://127.0.0.1:${smtp.port}`, from: 'QuickBooks <erp@example.com>' },
    'connector.example',
  );
  const { desk } = ours;
  // Procore told of them as they signed in.
  for (const [ctx, actions] of [
    [desk.sender, []],
    [desk.approver, ['push_to_accounting']],
  ] as const)
    await member(desk, ctx, actions);
});
afterAll(() => smtp.close());
beforeEach(async () => {
  await run(ours.desk);
  smtp.forget();
});
afterEach(() => expect(smtp.complaints).toEqual([]));

const FROM = 'erp@example.com';
const HELLO = { id: 'one', to: 'a@x.example', subject: 'Hello', body: 'There' };

const userOf = ({ actor }: Ctx): string => (actor.kind === 'person' ? actor.userId : '');

async function member(desk: Desk, ctx: Ctx, actions: readonly string[]): Promise<void> {
  const levels = actions.length === 0 ? {} : { erp_integrations: 'standard' };
  const tools = JSON.stringify({ levels, actions });
  await desk.test.owner`
    insert into members (company_id, user_id, tools, projects, read_at)
    values (${ctx.company.id}, ${userOf(ctx)}, ${tools}::text::jsonb, '{}', ${desk.env.now()})
    on conflict (company_id, user_id) do update set tools = excluded.tools`;
}

function depsOf(desk: Desk) {
  const serviceFor = (): never => {
    throw new RangeError('mails ask Procore nothing');
  };
  const { env, deps, test: db } = desk;
  const keys = { current: { id: 'k', bytes: new Uint8Array(32) }, all: [] };
  const hosts = { environment: 'test', loginUrl: '', apiUrl: '', clientId: '', clientSecret: '' };
  const store = { env, database: db.database, keys, hosts };
  const appUrl = 'https://connector.example';
  return { env, database: db.database, metrics: deps.metrics, appUrl, store, serviceFor };
}

const run = (desk: Desk, by: Mailer = mailer): Promise<boolean> =>
  sendMails({ ...depsOf(desk), mailer: by }, desk.admin.company);

async function rejectedBy(desk: Desk): Promise<string> {
  const id = await sent(desk);
  await rejectExport(desk.approver, { id, comment: 'Code it to 03-350, “slab” only' });
  return id;
}

const told = (): string[][] => smtp.mails.map(mail => [...mail.to, mail.subject]);

describe('a rejection', () => {
  test('is mailed to its sender at once, with the comment and where the record is; nobody is told twice', async () => {
    const { desk } = ours;
    const id = await rejectedBy(desk);
    await run(desk);
    await run(desk);
    expect(smtp.mails).toHaveLength(1);
    const [mark] = await desk.test.owner`
      select m.seq = h.seq as is_read from mail_marks m join history_heads h using (company_id)`;
    expect(mark).toEqual({ is_read: true });
    const [mail] = smtp.mails;
    expect(mail?.to).toEqual(['sender@x.example']);
    expect(mail?.subject).toMatch(/^Rejected: commitment SC-T-\d+ Package \d+$/);
    expect(mail?.text).toContain('approver rejected commitment');
    expect(mail?.text).toContain('Code it to 03-350, “slab” only');
    expect(mail?.text).toContain(`/exports/${id}`);
    expect(mail?.headers.get('from')).toBe('QuickBooks <erp@example.com>');
  });

  test('is mailed to nobody who does not want it', async () => {
    const { desk } = ours;
    await changeChoices(desk.sender, ['failure']);
    await rejectedBy(desk);
    await run(desk);
    expect(told()).toEqual([]);
    expect((await showChoices(desk.sender)).wanted).toEqual(['failure']);
    await changeChoices(desk.sender, ['rejection', 'failure']);
  });

  test('is not told where no e-mail is sent, nor later once it is', async () => {
    const { desk } = ours;
    await rejectedBy(desk);
    await sendMails(depsOf(desk), desk.admin.company);
    await run(desk);
    expect(told()).toEqual([]);
  });
});

test('a failure is told to who sent the record and to who accepted it, with cause and remedy', async () => {
  const { desk } = ours;
  const id = await sent(desk);
  await acceptExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
  await passMoment(desk);
  desk.quickBooks.moods.answerStatus({ code: 3171, message: 'no', element: 'PurchaseOrderAdd' });
  await desk.runUpdate();
  desk.quickBooks.moods.clear();
  await run(desk);
  expect(
    told()
      .map(([to]) => to)
      .toSorted(),
  ).toEqual(['approver@x.example', 'sender@x.example']);
  for (const mail of smtp.mails) expect(mail.text).toMatch(/did not go to QuickBooks\.\n\n\S+/);
});

describe('the daily summary', () => {
  const summarize = (desk: Desk): Promise<void> =>
    summarizeDay({ ...depsOf(desk), mailer }, desk.admin.company);

  test('tells approvers what waits for them, once a day, and nobody else', async () => {
    const { desk } = ours;
    const id = await sent(desk);
    await summarize(desk);
    await summarize(desk);
    expect(told().map(([to]) => to)).toEqual(['approver@x.example']);
    expect(smtp.mails[0]?.text).toMatch(/Ready to Export: \d+\n {2}commitment SC-T/);
    desk.env.advance(86_400_000);
    await summarize(desk);
    expect(smtp.mails).toHaveLength(2);
    await rejectExport(desk.approver, { id, comment: 'no' });
  });
});

describe('a mail', () => {
  test('that the server does not take for now is sent later, once', async () => {
    const { desk } = ours;
    await rejectedBy(desk);
    smtp.next({ refusal: '451 try again later' });
    await run(desk);
    expect(told()).toEqual([]);
    await run(desk);
    expect(told()).toEqual([]);
    desk.env.advance(61_000);
    await run(desk);
    expect(smtp.mails).toHaveLength(1);
  });

  test('that the server refuses for good is not sent again, and keeps no other from going', async () => {
    const { desk } = ours;
    await rejectedBy(desk);
    await rejectedBy(desk);
    smtp.next({ refusal: '550 no such mailbox' });
    await run(desk);
    desk.env.advance(86_400_000);
    await run(desk);
    expect(smtp.mails).toHaveLength(1);
    const [row] = await desk.test.owner`select state, error from mails where state = 'failed'`;
    expect(row).toMatchObject({ error: expect.stringContaining('550') });
  });

  test('of which nobody heard whether it was taken is handed over again as the same mail, by its id', async () => {
    const { desk } = ours;
    await rejectedBy(desk);
    smtp.next({ isAnswerLost: true });
    await run(desk);
    desk.env.advance(61_000);
    await run(desk);
    const ids = smtp.mails.map(mail => mail.headers.get('message-id'));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  test('that was being sent as the process died is taken over, and until then left alone', async () => {
    const { desk } = ours;
    await rejectedBy(desk);
    const dying: Mailer = { send: () => Promise.reject(new RangeError('the process died')) };
    await expect(run(desk, dying)).rejects.toThrow('the process died');
    await run(desk);
    expect(told()).toEqual([]);
    desk.env.advance(600_001);
    await run(desk);
    expect(smtp.mails).toHaveLength(1);
  });
});

test('a wrong password loses no mail', async () => {
  const strict = await startSmtp({ login: { user: 'me', password: 'right' } });
  const by = (password: string) =>
    smtpMailer(
      { smtpUrl: `smtp://me:${password}@127.0.0.1:${strict.port}`, from: FROM },
      'connector.example',
    );
  expect(await by('wrong').send(HELLO)).toMatchObject({ is: 'later' });
  expect(await by('right').send(HELLO)).toEqual({ is: 'sent' });
  await strict.close();
});

test('nothing goes without TLS to a server elsewhere', async () => {
  // An address that is no more this machine's than any other, as far as the product knows.
  const elsewhere = await startSmtp({ host: '127.0.0.2' });
  const { port } = elsewhere;
  const careful = smtpMailer({ smtpUrl: `smtp://127.0.0.2:${port}`, from: FROM }, 'connector.example');
  expect(await careful.send(HELLO)).toMatchObject({ is: 'later' });
  expect(elsewhere.complaints).toEqual(['500 unknown command']);
  expect(elsewhere.mails).toEqual([]);
  await elsewhere.close();
});
