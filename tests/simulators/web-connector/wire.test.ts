import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeWorld } from '@/tests/simulators/world';
import { QuickBooks } from '../quickbooks';
import { SoapClient } from './soap-client';
import { type Replies, TinyServer } from './tiny-server';
import { runUpdate, type UpdateReport } from './update';
import { Wire, type WireOptions } from './wire';

const add = (name: string): string =>
  `<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError"><VendorAddRq requestID="${name}"><VendorAdd><Name>${name}</Name></VendorAdd></VendorAddRq></QBXMLMsgsRq></QBXML>`;

describe('faults on the wire', () => {
  let quickBooks: QuickBooks;
  let server: TinyServer;
  let url: string;
  const replies: Replies = {
    authenticate: (_parameters, nth) => [`ticket-${nth}`, ''],
    sendRequestXML: (_parameters, nth) => add(`V${nth}`),
    receiveResponseXML: (_parameters, nth) => (nth % 2 === 0 ? '100' : '50'),
    closeConnection: () => 'OK',
  };

  beforeEach(async () => {
    const clock = () => new Date('2026-03-02T15:00:00Z');
    quickBooks = await QuickBooks.open({ books: makeWorld(7).books, seed: 7, clock });
    server = await TinyServer.open(replies);
    url = server.url;
  });

  afterEach(() => server.close());

  const runOn = (wire: Wire): Promise<UpdateReport> =>
    runUpdate({
      url,
      userName: 'u',
      password: 'p',
      ownerId: '{6a1c5292-39ca-413c-8666-64ab05913ca0}',
      fileId: '{90A44FB5-33D9-4815-AC85-BC87A7E7D1EB}',
      quickBooks,
      wire,
    });
  const run = (options: WireOptions): Promise<UpdateReport> => runOn(new Wire(options));
  const committed = () => quickBooks.books.journal.map(({ label }) => label);
  const count = (method: string) => server.methods.filter(one => one === method).length;

  it('cut before sending: the server hears nothing of the call', async () => {
    const report = await run({ faults: [{ kind: 'cut-before-sending', method: 'sendRequestXML' }] });
    expect([report.outcome, count('sendRequestXML'), count('closeConnection')]).toEqual(['cut', 0, 0]);
  });

  it('cut while sending: the server never gets the whole call', async () => {
    const report = await run({ faults: [{ kind: 'cut-while-sending', method: 'receiveResponseXML' }] });
    expect([report.outcome, count('receiveResponseXML'), committed()]).toEqual(['cut', 0, ['V1']]);
  });

  it('cut after sending: the server handed the request out and QuickBooks never saw it', async () => {
    const report = await run({
      faults: [{ kind: 'cut-after-sending', method: 'sendRequestXML', occurrence: 2 }],
    });
    expect([report.outcome, count('sendRequestXML'), committed()]).toEqual(['cut', 2, ['V1']]);
  });

  it('killed before receiveResponseXML: QuickBooks committed, the server does not know', async () => {
    const report = await run({ faults: [{ kind: 'kill-before', method: 'receiveResponseXML' }] });
    expect([report.outcome, committed(), count('receiveResponseXML')]).toEqual(['cut', ['V1'], 0]);
    expect(report.sent).toEqual([add('V1')]);
  });

  it('a session that died leaves its lock; the next one writes over it', async () => {
    const wire = new Wire({ faults: [{ kind: 'kill-before', method: 'receiveResponseXML' }] });
    await runOn(wire);
    expect(quickBooks.hcpResponse('{6a1c5292-39ca-413c-8666-64ab05913ca0}')).toContain('AppLock');
    await runOn(wire);
    expect(quickBooks.hcpResponse('{6a1c5292-39ca-413c-8666-64ab05913ca0}')).not.toContain('AppLock');
  });

  it('delivered twice: the server sees the same answer twice, the second result counts', async () => {
    const report = await run({ faults: [{ kind: 'deliver-twice', method: 'receiveResponseXML' }] });
    const [first, second] = server.received.filter(({ method }) => method === 'receiveResponseXML');
    expect(second?.envelope).toBe(first?.envelope);
    expect([report.outcome, report.progress]).toEqual(['done', [100]]);
  });

  it('a late answer arrives in the next session under the old ticket, once', async () => {
    const wire = new Wire({ faults: [{ kind: 'late', method: 'receiveResponseXML' }] });
    expect((await runOn(wire)).outcome).toBe('cut');
    const second = await runOn(wire);
    const tickets = server.received
      .filter(({ method }) => method === 'receiveResponseXML')
      .map(({ parameters }) => parameters['ticket']);
    expect(tickets[0]).toBe('ticket-1');
    expect(tickets.slice(1).every(ticket => ticket === 'ticket-2')).toBe(true);
    expect(second.outcome).toBe('done');
  });

  it('the answer of the exchange before', async () => {
    await run({ faults: [{ kind: 'previous-answer', method: 'receiveResponseXML', occurrence: 2 }] });
    const answers = server.received
      .filter(({ method }) => method === 'receiveResponseXML')
      .map(({ parameters }) => parameters['response']);
    expect(answers[1]).toBe(answers[0]);
  });

  it('a call altered on its way', async () => {
    const change = () => ({ ticket: 'forged', response: 'none', hresult: '', message: '' });
    await run({ faults: [{ kind: 'alter', method: 'receiveResponseXML', occurrence: 2, change }] });
    const second = server.received.filter(({ method }) => method === 'receiveResponseXML')[1];
    expect(second?.parameters).toEqual(change());
  });

  it('a control character leaves as a reference, as .NET writes it, which no XML reader takes', async () => {
    const change = () => ({ ticket: 't', response: 'bell \u0007' });
    const report = await run({ faults: [{ kind: 'alter', method: 'receiveResponseXML', change }] });
    expect(server.received.find(({ method }) => method === '')?.envelope).toContain('bell &#x7;');
    expect(report).toMatchObject({ outcome: 'error', lastMessage: expect.stringContaining('QBWC1042') });
  });

  it('stopped after so many exchanges without closeConnection', async () => {
    const report = await run({ stopAfterExchanges: 1 });
    expect([report.outcome, report.exchanges, count('closeConnection')]).toEqual(['cut', 1, 0]);
  });

  it('a body in pieces arrives whole', async () => {
    const report = await run({
      faults: [{ kind: 'in-pieces', method: 'receiveResponseXML', pieceBytes: 64 }],
    });
    expect(report.outcome).toBe('done');
  });

  it('RPC style prefixes the method and types the values', async () => {
    expect((await run({ style: 'RPC' })).outcome).toBe('done');
    const call = server.received.find(({ method }) => method === 'authenticate');
    expect(call?.envelope).toContain(
      '<q1:authenticate xmlns:q1="http://developer.intuit.com/"><strUserName xsi:type="xsd:string">u',
    );
    expect(call?.envelope).toContain('encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"');
  });

  it.each(['SOAP-ENV', 's', ''])('the SOAP prefix may be "%s"', async prefix => {
    expect((await run({ prefix })).outcome).toBe('done');
  });

  it('a server that is not there is a cut', async () => {
    url = 'http://127.0.0.1:9/soap';
    expect(await run({})).toMatchObject({ outcome: 'cut', exchanges: 0 });
  });

  it('a SoapClient speaks out of order as it is told', async () => {
    const client = new SoapClient({ url });
    expect(await client.call('closeConnection', { ticket: 'never given' })).toBe('OK');
    expect(await client.authenticate({ strUserName: 'u', strPassword: 'p' })).toEqual(['ticket-1', '']);
    await expect(client.call('receiveResponseXML', {}).then(Number)).resolves.toBe(50);
    client.close();
  });
});
