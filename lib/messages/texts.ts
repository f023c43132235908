import { EXPORT_KIND_WORDS, type ExportKind } from '@/lib/core/kinds';
import { readableMoney } from '@/lib/core/money';

/** What a mail says; plain text. */
export interface MailText {
  readonly subject: string;
  readonly body: string;
}

/** A record that a person is told of. */
export interface ToldRecord {
  readonly kind: ExportKind;
  readonly number: string;
  readonly title: string;
  readonly amount: bigint;
  /** Its page in the connector. */
  readonly url: string;
}

const MOST_SUBJECT_CHARS = 200;

function nameOf({ kind, number, title }: ToldRecord): string {
  return `${EXPORT_KIND_WORDS[kind].one} ${`${number} ${title}`.trim()}`;
}

function mail(subject: string, lines: readonly string[]): MailText {
  const footer = 'Which messages you get is chosen under My messages.';
  const plain = subject.replace(/\s+/g, ' ').trim();
  return { subject: plain.slice(0, MOST_SUBJECT_CHARS), body: [...lines, '', footer, ''].join('\n') };
}

/** To whoever sent a record that an approver gave back. */
export function rejectionMail(
  record: ToldRecord,
  { by, comment, company }: { readonly by: string; readonly comment: string; readonly company: string },
): MailText {
  return mail(`Rejected: ${nameOf(record)}`, [
    `${by} rejected ${nameOf(record)} of ${company}:`,
    '',
    comment,
    '',
    'Change it in Procore and re-send it to ERP:',
    record.url,
  ]);
}

/** Of what QuickBooks refused, or what a person has to look at. */
export function failureMail(
  record: ToldRecord,
  failure: { readonly cause: string; readonly remedy: string; readonly company: string },
): MailText {
  return mail(`Not in QuickBooks: ${nameOf(record)}`, [
    `${nameOf(record)} of ${failure.company} did not go to QuickBooks.`,
    '',
    failure.cause,
    failure.remedy,
    '',
    record.url,
  ]);
}

/** What waits in the inbox. */
export interface DigestPart {
  readonly title: string;
  readonly count: number;
  readonly records: readonly ToldRecord[];
}

/** The daily summary of what waits for an approver. */
export function digestMail(
  parts: readonly DigestPart[],
  { company, url }: { readonly company: string; readonly url: string },
): MailText {
  const filled = parts.filter(part => part.count > 0);
  const lines = filled.flatMap(({ title, count, records }) => [
    `${title}: ${count}`,
    ...records.map(record => `  ${nameOf(record)}, ${readableMoney(record.amount)}`),
    ...(count > records.length ? [`  and ${count - records.length} more`] : []),
    '',
  ]);
  const subject = filled.map(part => `${part.count} ${part.title.toLowerCase()}`).join(', ');
  return mail(`${company}: ${subject}`, [`This waits in the inbox of ${company}.`, '', ...lines, url]);
}
