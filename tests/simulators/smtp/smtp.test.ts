import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type SmtpServer, startSmtp } from '.';
import { readMail } from './mail';

let server: SmtpServer | undefined;
afterEach(() => server?.close());

/** Says the lines one after the other, each after the answer to the one before; gives the codes that came. */
async function talk(lines: readonly string[]): Promise<string[]> {
  server = await startSmtp();
  const socket = connect(server.port, '127.0.0.1');
  socket.setEncoding('utf8');
  const codes: string[] = [];
  const left = [...lines];
  await new Promise<void>(resolve => {
    socket.on('data', (chunk: string) => {
      codes.push(chunk.trim().split('\r\n').at(-1)?.slice(0, 3) ?? '');
      const next = left.shift();
      if (next === undefined) socket.end();
      else socket.write(next);
    });
    socket.on('close', () => resolve());
  });
  return codes;
}

const ENVELOPE = ['EHLO me\r\n', 'MAIL FROM:<a@x.example>\r\n', 'RCPT TO:<b@x.example>\r\n', 'DATA\r\n'];

test('a mail goes in by the commands in their order, and dots that were doubled are single again', async () => {
  const codes = await talk([...ENVELOPE, 'Subject: Hello\r\n\r\n..dot\r\n.\r\n', 'QUIT\r\n']);
  expect(codes).toEqual(['220', '250', '250', '250', '354', '250', '221']);
  expect(server?.mails).toMatchObject([
    { from: 'a@x.example', to: ['b@x.example'], subject: 'Hello', text: '.dot' },
  ]);
});

test.each([
  ['a sender before a greeting', ['MAIL FROM:<a@x.example>\r\n'], '503'],
  ['a recipient before a sender', ['EHLO me\r\n', 'RCPT TO:<b@x.example>\r\n'], '503'],
  ['data before a recipient', ['EHLO me\r\n', 'MAIL FROM:<a@x.example>\r\n', 'DATA\r\n'], '503'],
  ['an address that is none', ['EHLO me\r\n', 'MAIL FROM:<a@x.example>\r\n', 'RCPT TO:<b>\r\n'], '501'],
  ['a command that there is not', ['HELP\r\n'], '500'],
  ['a line that ends with LF alone', ['EHLO me\n'], '500'],
  ['a line of a mail that is too long', [...ENVELOPE, `${'x'.repeat(999)}\r\n`], '500'],
])('%s is refused', async (_what, lines, code) => {
  expect((await talk(lines)).at(-1)).toBe(code);
  expect(server?.mails).toEqual([]);
});

test('a mail is read as people read it, whatever it is encoded in', () => {
  const raw = [
    'Subject: =?UTF-8?Q?Rejected=3A_=E2=80=9CSlab=E2=80=9D?=',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    '=E2=80=9Cslab=E2=80=9D is a line that is br=\r\noken',
  ].join('\r\n');
  const mail = readMail({ from: 'a@x.example', to: [] }, raw);
  expect([mail.subject, mail.text]).toEqual(['Rejected: “Slab”', '“slab” is a line that is broken']);
});
