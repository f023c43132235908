import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeWorld } from '@/tests/simulators/world';
import { at, Desk, line, order } from '../desk';
import { parseXml } from '../xml';

const OWNER = '{6a1c5292-39ca-413c-8666-64ab05913ca0}';
const FILE = '{90A44FB5-33D9-4815-AC85-BC87A7E7D1EB}';
const OTHER = {
  path: 'C:\\Books\\Other.qbw',
  companyName: 'Other Builders',
  fileId: '{00000000-0000-0000-0000-00000000000A}',
};

describe('moods', () => {
  let desk: Desk;
  const begin = (path = '') => desk.quickBooks.beginSession({ path, applicationName: 'Test' });
  const write = order('M-1', line('x', '1.50'));
  const count = () => desk.quickBooks.books.purchaseOrders().length;

  beforeEach(async () => {
    desk = await Desk.open();
  });

  it('a status is answered instead of running, as often as told, for the requests it is meant for', async () => {
    desk.quickBooks.moods.answerStatus({ code: 3175, element: 'PurchaseOrderAdd', label: 'M-1', times: 2 });
    const codes = [
      await desk.status(order('M-2', line('x', '1'))),
      await desk.status(write),
      await desk.status(write),
    ];
    expect([codes, await desk.status(write)]).toEqual([['0', '3175', '3175'], '0']);
  });

  it('a warning is answered for a request that ran', async () => {
    desk.quickBooks.moods.warn({ code: 550, element: 'PurchaseOrderAdd' });
    const answer = await desk.answer(write);
    expect([
      answer.attributes['statusCode'],
      answer.attributes['statusSeverity'],
      answer.children.length,
    ]).toEqual(['550', 'Warn', 1]);
    expect(count()).toBe(3);
  });

  it('a session can fail to begin with any HRESULT, the next one begins', async () => {
    desk.quickBooks.moods.failSession('0x80040408');
    await expect(begin()).rejects.toMatchObject({ hresult: '0x80040408' });
    await (await begin()).end();
  });

  it('a modal dialog stops sessions and requests until it is closed', async () => {
    desk.quickBooks.moods.showModalDialog();
    await expect(begin()).rejects.toMatchObject({ hresult: '0x80040414' });
    await expect(desk.text(write)).rejects.toMatchObject({ hresult: '0x80040414' });
    desk.quickBooks.moods.showModalDialog(false);
    expect(await desk.status(write)).toBe('0');
  });

  it('a restart makes tickets stale and iterators vanish', async () => {
    desk.quickBooks.moods.restartAfter({ element: 'PurchaseOrderAdd' });
    expect(await desk.status(write)).toBe('0');
    await expect(desk.text(write)).rejects.toMatchObject({ hresult: '0x8004040D' });
    await desk.beginAgain();
    expect(count()).toBe(3);
  });

  it('QuickBooks that is not running starts only for a path it knows', async () => {
    desk.quickBooks.moods.quitQuickBooks();
    await expect(begin()).rejects.toMatchObject({ hresult: '0x80040416' });
    await expect(begin('C:\\nowhere.qbw')).rejects.toMatchObject({ hresult: '0x80040401' });
    await (await begin(makeWorld(7).books.filePath.toUpperCase())).end();
    await (await begin()).end();
  });

  describe('another company file', () => {
    it('refuses a session that names the right one, and is what "the open file" means', async () => {
      desk.quickBooks.stamp({ ownerId: OWNER, fileId: FILE });
      desk.quickBooks.moods.openOtherFile(OTHER);
      await expect(begin(makeWorld(7).books.filePath)).rejects.toMatchObject({ hresult: '0x8004040A' });
      const hcp = parseXml(desk.quickBooks.hcpResponse(OWNER)).root;
      const company = ['QBXMLMsgsRs', 'CompanyQueryRs', 'CompanyRet'];
      expect(at(hcp, ...company, 'CompanyName')).toEqual(['Other Builders']);
      expect(at(hcp, ...company, 'DataExtRet', 'DataExtValue')).toEqual([OTHER.fileId]);
      expect(desk.quickBooks.openCompany().path).toBe(OTHER.path);
    });

    it('takes writes that nobody stopped, and the journal shows where they went', async () => {
      desk.quickBooks.stamp({ ownerId: OWNER, fileId: FILE });
      desk.quickBooks.moods.openOtherFile(OTHER);
      await desk.beginAgain();
      await desk.text(write, { ids: 'newMessageSetID="n"' });
      expect(count()).toBe(2);
      expect(desk.quickBooks.books.of(OTHER.path).purchaseOrders().length).toBe(3);
      expect(desk.quickBooks.books.journal).toMatchObject([
        { path: OTHER.path, fileIds: [OTHER.fileId], messageSetId: 'n', requestId: 'po', by: 'application' },
      ]);
    });
  });

  it('a stamp is written once for an owner; the file can hide it', () => {
    const other = '{00000000-0000-0000-0000-000000000001}';
    expect(desk.quickBooks.stamp({ ownerId: OWNER, fileId: FILE })).toBe(true);
    expect(desk.quickBooks.stamp({ ownerId: OWNER.toUpperCase(), fileId: other })).toBe(false);
    expect(desk.quickBooks.hcpResponse(OWNER)).toContain(FILE);
    expect(desk.quickBooks.hcpResponse(other)).not.toContain('DataExtRet');
    desk.quickBooks.moods.hideFileId();
    expect(desk.quickBooks.hcpResponse(OWNER)).not.toContain(FILE);
  });

  it('the update lock reads as .NET writes it and goes again', () => {
    desk.quickBooks.lock({ ownerId: OWNER, machineName: 'OFFICE-PC' });
    expect(desk.quickBooks.hcpResponse(OWNER)).toContain('LOCKED:OFFICE-PC:639080604000000000');
    desk.quickBooks.unlock(OWNER);
    expect(desk.quickBooks.hcpResponse(OWNER)).not.toContain('AppLock');
  });

  it('a user without rights reads empty lists and writes nothing', async () => {
    desk.quickBooks.moods.limitRights();
    expect([await desk.status('<VendorQueryRq/>'), await desk.status(write)]).toEqual(['1', '3260']);
    desk.quickBooks.moods.limitRights(false);
    expect(await desk.status(write)).toBe('0');
  });

  it('a restored backup brings back objects, edit sequences, deletions, ids and stored answers', async () => {
    await desk.text(write, { ids: 'newMessageSetID="kept"' });
    const backup = desk.quickBooks.moods.backup();
    const before = desk.quickBooks.books.purchaseOrders({ includeDeleted: true });
    await desk.text(order('M-2', line('y', '2')), { ids: 'newMessageSetID="lost"' });
    desk.quickBooks.bookkeeper.editLine('M-1', 0, { amount: '9.00' });
    desk.quickBooks.bookkeeper.deletePurchaseOrder('PO-1042');
    desk.quickBooks.moods.restore(backup);
    expect(desk.quickBooks.books.purchaseOrders({ includeDeleted: true })).toEqual(before);
    expect(Object.keys(desk.quickBooks.books.storedAnswers())).toEqual(['kept']);
    await expect(desk.text(write)).rejects.toMatchObject({ hresult: '0x8004040D' });
    expect(desk.quickBooks.books.journal.length).toBe(4);
  });

  it('ids made after a restore differ from those the backup lost, even within a second', async () => {
    const backup = desk.quickBooks.moods.backup();
    const lost = at(await desk.answer(write), 'PurchaseOrderRet', 'TxnID');
    desk.quickBooks.moods.restore(backup);
    await desk.beginAgain();
    expect(at(await desk.answer(write), 'PurchaseOrderRet', 'TxnID')).not.toEqual(lost);
  });

  it('holding lets a test act between the commit and the answer', async () => {
    const seen: number[] = [];
    desk.quickBooks.moods.hold(async () => void seen.push(count()), { when: 'before' });
    desk.quickBooks.moods.hold(async () => void seen.push(count()));
    await desk.text(write);
    expect(seen).toEqual([2, 3]);
  });

  describe('spoilt answers', () => {
    const spoilt = async (...args: Parameters<typeof desk.quickBooks.moods.spoilAnswers>) => {
      desk.quickBooks.moods.spoilAnswers(...args);
      return desk.text(write, { ids: 'newMessageSetID="n"' });
    };

    afterEach(() => {
      expect(count()).toBe(3);
      expect(() => parseXml(desk.quickBooks.books.storedAnswers()['n']?.answer ?? '')).not.toThrow();
    });

    it.each(['cut-short', 'not-xml', 'empty', 'dtd'] as const)('%s cannot be read', async kind => {
      const answer = await spoilt(kind);
      expect(() => parseXml(answer)).toThrow();
    });

    it('unknown elements stand around known ones', async () => {
      const answer = parseXml(await spoilt('unknown-elements')).root;
      expect(
        at(answer, 'QBXMLMsgsRs', 'PurchaseOrderAddRs', 'PurchaseOrderRet', 'FutureField', 'Kind'),
      ).toEqual(['new', 'new']);
    });

    it('decimal commas', async () => {
      expect(await spoilt('decimal-commas')).toContain('<TotalAmount>1,50</TotalAmount>');
    });

    it('another element order', async () => {
      const answer = await spoilt('other-order');
      expect(answer.indexOf('<EditSequence>')).toBeLessThan(answer.indexOf('<TxnID>'));
    });

    it('every response doubled', async () => {
      expect((await spoilt('doubled')).match(/<PurchaseOrderAddRs /g)?.length).toBe(2);
    });

    it('the requestID of another request', async () => {
      expect(await spoilt('other-request-ids')).toContain('requestID="po-other"');
    });

    it('anything a function makes of it', async () => {
      expect(await spoilt(answer => answer.replace('Status OK', 'fine'))).toContain('statusMessage="fine"');
    });
  });
});

describe('a company file on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'company-file-'));
  const savePath = join(folder, 'books.json');

  afterAll(() => rmSync(folder, { recursive: true }));

  it('is saved after each set and each act by hand, and read again with everything in it', async () => {
    const desk = await Desk.open({ savePath });
    desk.quickBooks.stamp({ ownerId: OWNER, fileId: FILE });
    await desk.text(order('D-1', line('x', '1')), { ids: 'newMessageSetID="n"' });
    desk.quickBooks.bookkeeper.deletePurchaseOrder('1041');
    const again = await Desk.open({ savePath });
    expect(again.quickBooks.books.purchaseOrders({ includeDeleted: true })).toEqual(
      desk.quickBooks.books.purchaseOrders({ includeDeleted: true }),
    );
    expect(again.quickBooks.books.storedAnswers()).toEqual(desk.quickBooks.books.storedAnswers());
    expect(again.quickBooks.hcpResponse(OWNER)).toContain(FILE);
    expect(readdirSync(folder)).toEqual(['books.json']);
    expect(() => JSON.parse(readFileSync(savePath, 'utf8'))).not.toThrow();
  });
});
