import { beforeEach, describe, expect, it } from 'vitest';
import { Desk, document, line, order } from './desk';

const ID = '0193f0c2a7b34d5e9f10aa21';
const write = order('M-1', line('x', '1'));
const NEW = `newMessageSetID="${ID}"`;
const OLD = `oldMessageSetID="${ID}"`;

describe('message sets are answered once', () => {
  let desk: Desk;
  const code = async (requests: string, ids: string) =>
    (await desk.set(requests, { ids })).attributes['messageSetStatusCode'];
  const count = () => desk.quickBooks.books.purchaseOrders().filter(one => one.refNumber === 'M-1').length;

  beforeEach(async () => {
    desk = await Desk.open();
  });

  it('the same bytes under the same id return the stored answer and do not run again', async () => {
    const first = await desk.text(write, { ids: NEW });
    desk.pass(3600);
    expect(await desk.text(write, { ids: NEW })).toBe(first);
    expect(count()).toBe(1);
  });

  it('without an id the same bytes run again', async () => {
    await desk.text(write);
    const again = await desk.set(write);
    expect([count(), again.attributes]).toEqual([2, {}]);
  });

  it('other bytes under the same id answer 9001 and do not run', async () => {
    await desk.text(write, { ids: NEW });
    const other = await desk.set(order('M-1', line('y', '1')), { ids: NEW });
    expect(other.attributes).toEqual({ newMessageSetID: ID, messageSetStatusCode: '9001' });
    expect([other.children.length, count()]).toEqual([0, 1]);
  });

  it('one blank more is other bytes', async () => {
    await desk.text(write, { ids: NEW });
    expect(await code(`${write} `, NEW)).toBe('9001');
  });

  it('asking returns the stored answer', async () => {
    const first = await desk.text(write, { ids: NEW });
    expect(await desk.text('', { ids: `${OLD} ${NEW}` })).toBe(first);
    expect(await code('', `${OLD} ${NEW}`)).toBe('0');
  });

  it('asking for what never ran answers 9002', async () => {
    expect(await code('', `${OLD} ${NEW}`)).toBe('9002');
  });

  it('clearing drops the answer; clearing again answers 600; asking then answers 9002', async () => {
    await desk.text(write, { ids: NEW });
    const codes = [await code('', OLD), await code('', OLD), await code('', `${OLD} ${NEW}`)];
    expect(codes).toEqual(['0', '600', '9002']);
  });

  it('a new set that names the old one stores its own answer and drops the old', async () => {
    await desk.text(write, { ids: NEW });
    await desk.text('<TermsQueryRq/>', { ids: `${OLD} newMessageSetID="next"` });
    expect(Object.keys(desk.quickBooks.books.storedAnswers())).toEqual(['next']);
  });

  it('an id of 25 characters answers 9004 and nothing runs; 24 are fine', async () => {
    expect(await code(write, `newMessageSetID="${'a'.repeat(25)}"`)).toBe('9004');
    expect(count()).toBe(0);
    expect(await code(write, `newMessageSetID="${'a'.repeat(24)}"`)).toBe('0');
  });

  it('an answer that could not be stored says 9005 and is unknown afterwards, though the set ran', async () => {
    desk.quickBooks.moods.cannotStoreAnswers();
    const answered = await desk.set(write, { ids: NEW });
    expect(answered.attributes['messageSetStatusCode']).toBe('9005');
    expect([answered.children[0]?.attributes['statusCode'], count()]).toEqual(['0', 1]);
    expect(await code('', `${OLD} ${NEW}`)).toBe('9002');
  });

  it('a forgotten answer looks stored and is not; the same bytes then run again', async () => {
    desk.quickBooks.moods.forgetAnswers();
    expect(await code(write, NEW)).toBe('0');
    await desk.text(write, { ids: NEW });
    expect(count()).toBe(2);
  });

  it('stored answers can be lost altogether', async () => {
    await desk.text(write, { ids: NEW });
    desk.quickBooks.moods.loseStoredAnswers();
    expect(await code('', `${OLD} ${NEW}`)).toBe('9002');
  });

  it('an answer outlives its session and a throw after the commit', async () => {
    desk.quickBooks.moods.failProcessing({ hresult: '0x80040402', when: 'after' });
    await expect(desk.text(write, { ids: NEW })).rejects.toMatchObject({ hresult: '0x80040402' });
    await desk.beginAgain();
    const stored = await desk.set('', { ids: `${OLD} ${NEW}` });
    expect([stored.attributes['messageSetStatusCode'], stored.children.length, count()]).toEqual(['0', 1, 1]);
  });

  it('a throw before anything ran leaves nothing: asking answers 9002', async () => {
    desk.quickBooks.moods.failProcessing({ hresult: '0x80010105', when: 'before', label: 'M-1' });
    await expect(desk.text(write, { ids: NEW })).rejects.toMatchObject({ hresult: '0x80010105' });
    expect([count(), await code('', `${OLD} ${NEW}`)]).toEqual([0, '9002']);
  });

  it('a set refused by the parser is not stored', async () => {
    await expect(desk.raw(document('<VendorAddRq/>', { ids: NEW }))).rejects.toThrow();
    expect(desk.quickBooks.books.storedAnswers()).toEqual({});
  });

  it('a restored backup takes the stored answers back with the objects', async () => {
    const backup = desk.quickBooks.moods.backup();
    await desk.text(write, { ids: NEW });
    desk.quickBooks.moods.restore(backup);
    await desk.beginAgain();
    expect([count(), await code('', `${OLD} ${NEW}`)]).toEqual([0, '9002']);
  });
});
