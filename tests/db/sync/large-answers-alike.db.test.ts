import { beforeEach, describe, expect, test } from 'vitest';
import { idOf } from '@/tests/support/large-answer';
import { sharedDesk, sharedDeskBeside } from '@/tests/support/shared-desk';
import { bring, forgetOrders, goodText, type Reading, reading } from './large-reading';

/** Two companies to which the same happens, but that one gets its answers piece by piece and the other whole. */
const ours = sharedDesk();
const others = sharedDeskBeside(ours);

beforeEach(() => forgetOrders(ours.desk, others.desk));

/** What a company file's copy and its last exchange look like, without the ids of one desk. */
async function pictureOf({ desk, setId }: Reading): Promise<unknown> {
  const { owner } = desk.test;
  const id = desk.connectionId;
  return {
    lists:
      await owner`select kind, qb_id, qb_type, full_name, match_name, parent_id, is_active, edit_sequence,
      time_modified, fields, external_guid, deleted_at from qb_lists
      where connection_id = ${id} order by kind, qb_id`,
    cursors:
      await owner`select kind, cursor, as_of is not null as is_read, failed_at is not null as has_failed, error
      from qb_cursors where connection_id = ${id} order by kind`,
    requests:
      await owner`select reader, state, attempts, status_code, status_message, page - 'startedAt' as page
      from qb_requests where connection_id = ${id} and role = 'read' order by seq`,
    set: await owner`select purpose, state, progress, hresult, message, length(answer_xml) as length
      from message_sets where id = ${setId}`,
    sessions: await owner`select state, done_count, failed_count, last_error, last_progress
      from qb_sessions where connection_id = ${id} order by started_at`,
  };
}

type Spoil = (text: string) => { text: string; hresult?: string; message?: string };

/** With another text in place of the last one of its kind. */
function lastReplaced(text: string, from: string, to: string): string {
  const at = text.lastIndexOf(from);
  return `${text.slice(0, at)}${to}${text.slice(at + from.length)}`;
}

const SPOILT: readonly [what: string, spoil: Spoil][] = [
  ['nothing is wrong', text => ({ text })],
  [
    'a value at the end of a long page cannot be read',
    text => ({ text: lastReplaced(text, '<TotalAmount>2531', '<TotalAmount>much') }),
  ],
  [
    'a value of its first page cannot be read',
    text => ({ text: text.replace(/<Is(Active)>true/, '<Is$1>maybe') }),
  ],
  ['it is cut short in a record', text => ({ text: text.slice(0, -2000) })],
  ['it is cut short at its end', text => ({ text: text.slice(0, text.lastIndexOf('</QBXML>')) })],
  ['it goes on after its end', text => ({ text: `${text}<more/>` })],
  ['it has a DTD', text => ({ text: text.replace('<QBXML>', '<!DOCTYPE QBXML><QBXML>') })],
  ['it is of a point of sale', text => ({ text: text.replaceAll('QBXML', 'QBPOSXML') })],
  ['it is HTML', text => ({ text: `<html><body>${'x'.repeat(text.length)}</body></html>` })],
  ['its last response has no status', text => ({ text: lastReplaced(text, ' statusCode="0"', '') })],
  [
    'its last response is of somebody else',
    text => ({ text: lastReplaced(text, 'requestID="', 'requestID="x') }),
  ],
  ['its first response is of somebody else', text => ({ text: text.replace('requestID="', '$&x') })],
  [
    'it is of somebody else and cut short',
    text => ({ text: text.replace('requestID="', '$&x').slice(0, -2000) }),
  ],
  [
    'its orders were refused',
    text => ({ text: text.replace(/(<PurchaseOrderQueryRs [^>]*Code=)"0"/, '$1"3260"') }),
  ],
  [
    'its orders come too late',
    text => ({ text: text.replace(/(<PurchaseOrderQueryRs [^>]*Code=)"0"/, '$1"3391"') }),
  ],
  [
    'its orders are not in it',
    text => ({
      text: text.replace(/<PurchaseOrderQueryRs[\s\S]*<\/PurchaseOrderQueryRs>/, ' '.repeat(1_500_000)),
    }),
  ],
  [
    'its orders are told twice over',
    text => ({
      text: text.replace(
        /<PurchaseOrderQueryRs[\s\S]*<\/PurchaseOrderQueryRs>/,
        found => found + found.replaceAll('LP-', 'No-'),
      ),
    }),
  ],
  ['a record comes twice', text => ({ text: text.replaceAll(idOf(7), idOf(8)) })],
  [
    'it tells of elements nobody knows',
    text => ({ text: text.replaceAll('<RefNumber>', '<New a="1"><B/></New><RefNumber>') }),
  ],
  ['QuickBooks threw as well', text => ({ text, hresult: '0x80040402', message: 'It broke.' })],
  ['QuickBooks could not read what it was asked', text => ({ text, hresult: ' 0x80040400 ' })],
  ['a message stands beside it', text => ({ text, message: 'All went well.' })],
];

describe('a large answer is settled as if it had come whole', () => {
  test.each(SPOILT)('when %s', async (_what, spoil) => {
    const [streamed, whole] = [await reading(ours.desk), await reading(others.desk)];
    const told = await bring(ours.desk, { ticket: streamed.visit.ticket, ...spoil(goodText(streamed)) });
    const { text, hresult = '', message = '' } = spoil(goodText(whole));
    expect(told).toBe(await whole.visit.bring({ response: text, hresult, message }));
    expect(await pictureOf(streamed)).toEqual(await pictureOf(whole));
    expect(await streamed.visit.lastError()).toBe(await whole.visit.lastError());
    await Promise.all([streamed.visit.close(), whole.visit.close()]);
  });
});
