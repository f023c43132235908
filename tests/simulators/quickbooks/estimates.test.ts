import { beforeEach, describe, expect, it } from 'vitest';
import { makeWorld } from '@/tests/simulators/world';
import { at, Desk } from './desk';
import type { EstimateView } from './estimate-view';

const JOB = 'Riverside Health:24-017 Riverside Clinic Addition';
const line = (text: string, inside: string, item = '03:03-300'): string =>
  `<EstimateLineAdd><ItemRef><FullName>${item}</FullName></ItemRef><Desc>${text}</Desc>${inside}</EstimateLineAdd>`;
const add = (lines: string, head = ''): string =>
  `<EstimateAddRq requestID="e"><EstimateAdd><CustomerRef><FullName>${JOB}</FullName></CustomerRef><RefNumber>B-1</RefNumber>${head}${lines}</EstimateAdd></EstimateAddRq>`;
const rate = (amount: string): string => `<Quantity>1</Quantity><Rate>${amount}</Rate>`;

let desk: Desk;
const stored = (): EstimateView => {
  const [found] = desk.quickBooks.books.estimates();
  if (!found) throw new RangeError('no estimate');
  return found;
};

beforeEach(async () => {
  desk = await Desk.open();
});

describe('what EstimateAdd makes', () => {
  it('an estimate of the job with the amounts that rate, quantity and markup come to', async () => {
    const lines = [
      line('a', rate('100.10')),
      line('b', '<Amount>-20.00</Amount>'),
      line('c', `${rate('10.00')}<MarkupRatePercent>5</MarkupRatePercent>`),
      line('d', `${rate('10.00')}<MarkupRate>0.00</MarkupRate>`),
    ];
    const answer = await desk.answer(add(lines.join('')));
    expect(answer.attributes['statusCode']).toBe('0');
    expect(at(answer, 'EstimateRet', 'Subtotal')).toEqual(['100.60']);
    expect(at(answer, 'EstimateRet', 'IsActive')).toEqual(['true']);
    expect(stored()).toMatchObject({ job: JOB, refNumber: 'B-1', total: '100.60' });
    expect(stored().lines.map(one => one.amount)).toEqual(['100.10', '-20.00', '10.50', '10.00']);
  });

  it('nothing while estimates are switched off, and questions are refused too', async () => {
    desk.quickBooks.bookkeeper.estimates.use(false);
    expect(await desk.status(add(line('a', rate('1.00'))))).toBe('3250');
    expect(await desk.status('<EstimateQueryRq requestID="1"/>')).toBe('3250');
    expect(desk.quickBooks.books.estimates()).toEqual([]);
  });

  it('nothing for a job or an item that is not there, or is inactive', async () => {
    const elsewhere = add(line('a', rate('1.00'))).replace(JOB, 'Nobody:Nothing');
    expect(await desk.status(elsewhere)).toBe('3140');
    desk.quickBooks.bookkeeper.deactivateItem('03:03-300');
    expect(await desk.status(add(line('a', rate('1.00'))))).toBe('3140');
  });

  it('nothing for elements out of order, without a line, or without a job', async () => {
    const late = add('<EstimateLineAdd><Rate>1.00</Rate><Desc>a</Desc></EstimateLineAdd>');
    const lineless = add('');
    const jobless = add(line('a', rate('1.00'))).replace(/<CustomerRef>.*<\/CustomerRef>/, '');
    for (const bad of [late, lineless, jobless])
      await expect(desk.text(bad)).rejects.toThrow('parsing the provided XML');
  });

  it('whatever the closing date is, since it is no booking', async () => {
    const early = add(line('a', rate('1.00')), '').replace(
      '<RefNumber>',
      '<TxnDate>2025-01-05</TxnDate><RefNumber>',
    );
    expect(makeWorld(7).books.preferences.closingDate).toBe('2025-12-31');
    expect(await desk.status(early)).toBe('0');
  });
});

describe('what EstimateMod does to an estimate', () => {
  const mod = (inside: string, editSequence = stored().editSequence): string =>
    `<EstimateModRq requestID="m"><EstimateMod><TxnID>${stored().txnId}</TxnID><EditSequence>${editSequence}</EditSequence>${inside}</EstimateMod></EstimateModRq>`;
  const kept = (index: number, inside = ''): string =>
    `<EstimateLineMod><TxnLineID>${stored().lines[index]?.lineId}</TxnLineID>${inside}</EstimateLineMod>`;
  const added = line('new', rate('5.00'))
    .replaceAll('EstimateLineAdd', 'EstimateLineMod')
    .replace('<EstimateLineMod>', '<EstimateLineMod><TxnLineID>-1</TxnLineID>');

  beforeEach(async () => {
    await desk.text(add(line('a', rate('10.00')) + line('b', rate('20.00'))));
    desk.pass(60);
  });

  it('a line not mentioned is deleted, one sent alone stays, -1 is a new one with an id of its own', async () => {
    const [, b] = stored().lines;
    expect(await desk.status(mod(kept(1) + added))).toBe('0');
    expect(stored().lines.map(one => one.description)).toEqual(['b', 'new']);
    expect(stored().lines[0]).toEqual(b);
    expect(stored().total).toBe('25.00');
  });

  it('a new rate makes a new amount, and the text stays', async () => {
    await desk.text(mod(kept(0, rate('33.00')) + kept(1)));
    expect(stored().lines[0]).toMatchObject({ description: 'a', rate: '33.00', amount: '33.00' });
  });

  it('an edit sequence that is not the last is out of date, and a line of another estimate is not found', async () => {
    expect(await desk.status(mod(kept(0), '1'))).toBe('3200');
    expect(await desk.status(mod('<EstimateLineMod><TxnLineID>99-1</TxnLineID></EstimateLineMod>'))).toBe(
      '3120',
    );
    expect(stored().total).toBe('30.00');
  });

  it('while somebody has it open it is in use', async () => {
    const { estimates } = desk.quickBooks.bookkeeper;
    estimates.openWindow('B-1');
    expect(await desk.status(mod(kept(0)))).toBe('3175');
    estimates.closeWindow('B-1');
    expect(await desk.status(mod(kept(0)))).toBe('0');
  });
});

describe('estimates of people', () => {
  const BY_HAND = {
    job: JOB,
    refNumber: '7',
    lines: [{ item: '03:03-300', description: 'x', amount: '5.00' }],
  };

  it('are found by id, by number, by job and by change, with lines only when asked for', async () => {
    const id = desk.quickBooks.bookkeeper.estimates.add(BY_HAND);
    const filters = [
      `<TxnID>${id}</TxnID>`,
      '<RefNumber>7</RefNumber>',
      '<ModifiedDateRangeFilter><FromModifiedDate>2026-03-01</FromModifiedDate></ModifiedDateRangeFilter>',
      `<EntityFilter><FullName>${JOB}</FullName></EntityFilter>`,
    ];
    for (const filter of filters) {
      const answer = await desk.answer(`<EstimateQueryRq requestID="1">${filter}</EstimateQueryRq>`);
      expect(at(answer, 'EstimateRet', 'TxnID')).toEqual([id]);
      expect(at(answer, 'EstimateRet', 'EstimateLineRet', 'Desc')).toEqual([]);
    }
    const whole = await desk.answer(
      `<EstimateQueryRq requestID="1"><TxnID>${id}</TxnID><IncludeLineItems>true</IncludeLineItems></EstimateQueryRq>`,
    );
    expect(at(whole, 'EstimateRet', 'EstimateLineRet', 'Desc')).toEqual(['x']);
  });

  it('that were deleted are told of', async () => {
    const id = desk.quickBooks.bookkeeper.estimates.add(BY_HAND);
    desk.quickBooks.bookkeeper.estimates.delete('7');
    const told = await desk.answer(
      '<TxnDeletedQueryRq requestID="1"><TxnDelType>Estimate</TxnDelType></TxnDeletedQueryRq>',
    );
    expect(at(told, 'TxnDeletedRet', 'TxnID')).toEqual([id]);
    expect(at(told, 'TxnDeletedRet', 'RefNumber')).toEqual(['7']);
  });
});
