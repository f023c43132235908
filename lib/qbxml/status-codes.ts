/**
 * What each status code of a response means for us. Decisions are made by code, never by severity or message text.
 *
 * - ok, empty: done; empty is a good answer with nothing in it.
 * - warn: it ran; the message is shown.
 * - recheck: it may have run, but the object was not given back; look before anything else.
 * - data: the record must be mended before it is sent again.
 * - stale: read again, apply again, send again, a bounded number of times.
 * - busy: QuickBooks could not now; a later session tries again.
 * - setup: an administrator must act in QuickBooks.
 * - bug: we sent something wrong.
 * - skipped: not run, because an earlier request of the set failed.
 * - iterator: the page cannot be had any more; the query starts again.
 */
export type StatusClass =
  | 'ok'
  | 'empty'
  | 'warn'
  | 'recheck'
  | 'data'
  | 'stale'
  | 'busy'
  | 'setup'
  | 'bug'
  | 'skipped'
  | 'iterator';

export interface StatusMeaning {
  readonly class: StatusClass;
  /** Why, in words for the accountant. */
  readonly cause: string;
  /** One thing to do. Empty when there is nothing. */
  readonly remedy: string;
  /** Tries in all for `busy`; the general bound when absent. */
  readonly maxAttempts?: number;
}

type Row = readonly [code: number, klass: StatusClass, cause: string, remedy: string, maxAttempts?: number];

const ROWS: readonly Row[] = [
  [0, 'ok', 'Done.', ''],
  [1, 'empty', 'QuickBooks has no record that matches.', ''],
  [
    500,
    'warn',
    'Some of the records asked for are no longer in QuickBooks.',
    'Check the links of this record.',
  ],
  [501, 'warn', 'A record could not be shown in this qbXML version.', ''],
  [
    510,
    'recheck',
    'QuickBooks did not give the record back.',
    'The connector looks it up before anything else is done.',
  ],
  [
    530,
    'warn',
    'A field is not supported by this edition of QuickBooks and was left out.',
    'Check the record in QuickBooks.',
  ],
  [531, 'warn', 'A value is not supported by this edition of QuickBooks.', 'Check the record in QuickBooks.'],
  [550, 'warn', 'The record was saved, but its notes were not.', 'Add the notes in QuickBooks.'],
  [560, 'warn', 'A field is outdated in QuickBooks.', ''],
  [
    570,
    'warn',
    'A linked transaction is closed and was not linked.',
    'Reopen the purchase order in QuickBooks, or unlink it.',
  ],
  [600, 'bug', 'QuickBooks has no stored answer.', 'Contact support with the details.'],
  [1000, 'busy', 'QuickBooks had an internal error.', 'The connector tries again by itself.', 2],
  [1010, 'busy', 'QuickBooks is not available.', 'The connector tries again by itself.'],
  [1030, 'bug', 'QuickBooks does not know this message.', 'Contact support with the details.'],
  [1060, 'bug', 'The request number is too long.', 'Contact support with the details.'],
  [
    3000,
    'data',
    'QuickBooks does not know an id that was sent.',
    'Link the vendor, job and items of this record again.',
  ],
  [3010, 'bug', 'A yes/no value is malformed.', 'Contact support with the details.'],
  [3020, 'bug', 'A date is malformed.', 'Contact support with the details.'],
  [3030, 'bug', 'A range of dates is the wrong way round.', 'Contact support with the details.'],
  [3031, 'bug', 'A range of names is the wrong way round.', 'Contact support with the details.'],
  [3035, 'bug', 'A time is malformed.', 'Contact support with the details.'],
  [3040, 'bug', 'An amount is malformed.', 'Contact support with the details.'],
  [3045, 'bug', 'A price is malformed.', 'Contact support with the details.'],
  [3050, 'bug', 'A percentage is malformed.', 'Contact support with the details.'],
  [3060, 'bug', 'A quantity is malformed.', 'Contact support with the details.'],
  [
    3070,
    'data',
    'A text is longer than QuickBooks allows.',
    'Shorten the text in Procore and send it again.',
  ],
  [3080, 'bug', 'A placeholder is malformed.', 'Contact support with the details.'],
  [3085, 'bug', 'An id is malformed.', 'Contact support with the details.'],
  [
    3090,
    'data',
    'A name holds a character QuickBooks does not allow, such as a colon.',
    'Change the name in Procore and send it again.',
  ],
  [
    3100,
    'data',
    'This name is already in use in QuickBooks: vendors, customers, employees and other names share one list.',
    'Link to the record that has the name, or change the name.',
  ],
  [
    3110,
    'data',
    'QuickBooks could not add the record.',
    'Read the details, mend the record and send it again.',
  ],
  [
    3120,
    'data',
    'A record this one needs was deleted or merged in QuickBooks, or belongs to another company file.',
    'Link it again under Mappings, then retry.',
  ],
  [3121, 'data', 'QuickBooks could not look the record up.', 'Read the details, then retry.'],
  [
    3130,
    'data',
    'The parent of this record does not exist in QuickBooks.',
    'Export or link the parent first.',
  ],
  [
    3140,
    'data',
    'QuickBooks does not have a vendor, job, item or account this record refers to, or it is inactive.',
    'Open Mappings, link the one named in the details to an active QuickBooks record, then retry.',
  ],
  [
    3150,
    'data',
    'QuickBooks needs a field that is empty.',
    'Fill the field named in the details in Procore and send it again.',
  ],
  [3151, 'data', 'QuickBooks could not find the record.', 'Read the details, then retry.'],
  [3160, 'data', 'QuickBooks cannot delete the record, because it is in use.', ''],
  [3161, 'data', 'QuickBooks cannot delete the record.', ''],
  [
    3170,
    'stale',
    'QuickBooks did not let the record be changed; somebody may have changed it at the same moment.',
    'The connector reads it again and tries once more. After that, see in QuickBooks whether it can be changed, then retry.',
    2,
  ],
  [
    3171,
    'data',
    'The books are closed for this date.',
    'Choose a later date in Procore, or have the controller open the period in QuickBooks.',
  ],
  [
    3172,
    'data',
    'The record is linked to another transaction and cannot be changed.',
    'Unlink it in QuickBooks first.',
  ],
  [
    3173,
    'data',
    'The record is linked to another transaction and cannot be deleted.',
    'Unlink it in QuickBooks first.',
  ],
  [
    3175,
    'busy',
    'Somebody has the record open in QuickBooks.',
    'Close its window in QuickBooks; the connector tries again by itself.',
  ],
  [
    3176,
    'busy',
    'Somebody has a related record open in QuickBooks.',
    'Close its window in QuickBooks; the connector tries again by itself.',
  ],
  [
    3180,
    'busy',
    'QuickBooks could not save the record.',
    'Read the details; close open windows in QuickBooks, or mend the reference they name, then retry.',
    2,
  ],
  [3185, 'data', 'QuickBooks could not delete the record.', ''],
  [3190, 'data', 'QuickBooks could not void the record.', ''],
  [3191, 'data', 'QuickBooks could not clear the record.', ''],
  [
    3200,
    'stale',
    'The record was changed in QuickBooks since it was read.',
    'The connector reads it again and retries.',
  ],
  [
    3205,
    'data',
    'The tax or reference does not fit this record.',
    'Read the details, mend the record and send it again.',
  ],
  [
    3210,
    'data',
    'QuickBooks does not accept a value of this record.',
    'Read the details, mend the record and send it again.',
  ],
  [
    3220,
    'setup',
    'The connector is not authorised in QuickBooks.',
    'In QuickBooks, open Edit, Preferences, Integrated Applications and allow the connector.',
  ],
  [
    3231,
    'skipped',
    'Not processed, because an earlier request failed.',
    'The connector sends it again by itself.',
  ],
  [3240, 'data', 'The time stamp does not fit.', 'Retry.'],
  [
    3250,
    'setup',
    'A feature is switched off, or not part of this edition of QuickBooks.',
    'In QuickBooks, switch on “Inventory and purchase orders are active” (and estimates for budgets) under Preferences, then retry.',
  ],
  [
    3260,
    'setup',
    'The QuickBooks user of the Web Connector lacks the permission.',
    'Have an Admin user run the Web Connector, then retry.',
  ],
  [
    3261,
    'setup',
    'The connector may not read personal data.',
    'Allow it in QuickBooks under Integrated Applications.',
  ],
  [3262, 'setup', 'A payroll subscription is needed.', ''],
  [
    3263,
    'setup',
    'The connector has read-only access to QuickBooks.',
    'Give it full access under Integrated Applications, then retry.',
  ],
  [3264, 'setup', 'A merchant services subscription is needed.', ''],
  [3270, 'data', 'An item has no account to post to.', 'Give the item an account in QuickBooks, then retry.'],
  [3280, 'data', 'QuickBooks could not save the record.', 'Read the details, then retry.'],
  [3290, 'data', 'QuickBooks could not save the record.', 'Read the details, then retry.'],
  [3300, 'data', 'QuickBooks could not save the record.', 'Read the details, then retry.'],
  [3391, 'iterator', 'The list could not be read to its end.', 'The connector starts again by itself.'],
];

const MEANINGS: ReadonlyMap<number, StatusMeaning> = new Map(
  ROWS.map(([code, klass, cause, remedy, maxAttempts]) => [
    code,
    { class: klass, cause, remedy, ...(maxAttempts === undefined ? {} : { maxAttempts }) },
  ]),
);

/** The meaning of any code: unlisted ones below 1000 ran with a warning, 2000–2999 want set-up, others want mending. */
export function statusMeaning(code: number): StatusMeaning {
  const known = MEANINGS.get(code);
  if (known) return known;
  if (code > 0 && code < 1000) return { class: 'warn', cause: `QuickBooks gave notice ${code}.`, remedy: '' };
  if (code >= 2000 && code < 3000) {
    return {
      class: 'setup',
      cause: 'This is not supported by QuickBooks Desktop.',
      remedy: 'Contact support with the details.',
    };
  }
  return {
    class: 'data',
    cause: `QuickBooks refused the record with code ${code}.`,
    remedy: 'Read the details, mend the record and send it again.',
  };
}

/** Codes listed here, for the support page and for tests. */
export const STATUS_CODES: readonly number[] = ROWS.map(([code]) => code);

/** `messageSetStatusCode` of an answer to "what became of this set?". Only the first says what happened. */
export type AskVerdict = 'stored' | 'changed' | 'not_stored';

export function askVerdict(messageSetStatusCode: number | null, hasResponses: boolean): AskVerdict {
  if (messageSetStatusCode === 9001) return 'changed';
  return (messageSetStatusCode === null || messageSetStatusCode === 0) && hasResponses
    ? 'stored'
    : 'not_stored';
}
