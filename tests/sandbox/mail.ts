import { createServer } from 'node:http';
import { type ReceivedMail, type SmtpServer, startSmtp } from '@/tests/simulators/smtp';

/** A mail server of the sandbox, and the page on which its mails are read. */
export interface MailRoom {
  /** What the app is started with. */
  readonly environment: Readonly<Record<string, string>>;
  readonly pageUrl: string;
  close(): Promise<void>;
}

export async function startMailRoom(pagePort: number): Promise<MailRoom> {
  const smtp = await startSmtp();
  const page = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(pageOf(smtp));
  });
  await new Promise<void>(resolve => page.listen(pagePort, '127.0.0.1', resolve));
  return {
    environment: {
      SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
      MAIL_FROM: 'QuickBooks connector <connector@sandbox.example>',
    },
    pageUrl: `http://localhost:${pagePort}`,
    close: async () => {
      page.closeAllConnections();
      await new Promise<void>(resolve => page.close(() => resolve()));
      await smtp.close();
    },
  };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function articleOf(mail: ReceivedMail): string {
  return `<article><h2>${escaped(mail.subject)}</h2><p>to ${escaped(mail.to.join(', '))}, ${escaped(mail.headers.get('date') ?? '')}</p><pre>${escaped(mail.text)}</pre></article>`;
}

/** The newest first; kept in memory alone. */
function pageOf({ mails }: SmtpServer): string {
  const list =
    mails.length === 0 ? '<p>No mail has come yet.</p>' : mails.toReversed().map(articleOf).join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5"><title>Mails of the sandbox</title>
<style>body{font:16px/1.5 system-ui;max-width:46rem;margin:2rem auto;padding:0 1rem}article{border-top:1px solid #ccc}pre{white-space:pre-wrap}</style></head>
<body><h1>Mails of the sandbox</h1>${list}</body></html>`;
}
