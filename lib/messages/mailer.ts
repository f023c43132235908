import { createTransport } from 'nodemailer';
import type { Config } from '@/lib/core/config';
import { isLoopback } from '@/lib/core/config';
import { errorText } from '@/lib/core/errors';
import { MAIL } from '@/lib/core/limits';

/** A mail as it is handed over. */
export interface OutgoingMail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

/** What became of a mail: `later` where the same may go well another time. */
export type MailOutcome =
  | { readonly is: 'sent' }
  | { readonly is: 'later'; readonly reason: string }
  | { readonly is: 'refused'; readonly reason: string };

export interface Mailer {
  send(mail: OutgoingMail): Promise<MailOutcome>;
}

/**
 * Hands mails to the SMTP server. Each has a Message-ID that follows from its own id, so that one that is handed over
 * again, since nobody heard whether the server took it, can be known as the same. Off this machine nothing goes without
 * TLS.
 */
export function smtpMailer({ smtpUrl, from }: NonNullable<Config['mail']>, domain: string): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    requireTLS: new URL(smtpUrl).protocol === 'smtp:' && !isLoopback(smtpUrl),
    connectionTimeout: MAIL.timeoutMs,
    greetingTimeout: MAIL.timeoutMs,
    socketTimeout: MAIL.timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async ({ id, to, subject, body }) => {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text: body,
          messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { is: 'sent' };
      } catch (thrown) {
        const reason = errorText(thrown).slice(0, 500);
        return isFinal(thrown) ? { is: 'refused', reason } : { is: 'later', reason };
      }
    },
  };
}

/** Refusals of an envelope or a message, as the library names them. */
const ABOUT_THE_MAIL = ['EENVELOPE', 'EMESSAGE'];
/** RFC 5321: 55x is about the mailbox or the message. A wrong password, or no TLS, is about the server, and is mended. */
const FINAL_FROM = 550;

/** Whether the server refused this very mail for good. */
function isFinal(thrown: unknown): boolean {
  const { responseCode, code } = thrown as { responseCode?: unknown; code?: unknown };
  const isAboutIt = typeof code === 'string' && ABOUT_THE_MAIL.includes(code);
  return isAboutIt && typeof responseCode === 'number' && responseCode >= FINAL_FROM;
}
