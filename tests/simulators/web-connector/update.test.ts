import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeWorld } from '@/tests/simulators/world';
import { QuickBooks } from '../quickbooks';
import { startPolling } from './polling';
import { envelope, type Replies, TinyServer } from './tiny-server';
import { runUpdate, type UpdateReport, type WebConnectorOptions } from './update';

const OWNER = '{6a1c5292-39ca-413c-8666-64ab05913ca0}';
const FILE = '{90A44FB5-33D9-4815-AC85-BC87A7E7D1EB}';
const terms = (id: number): string =>
  `<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError"><TermsQueryRq requestID="${id}"/></QBXMLMsgsRq></QBXML>`;
const WHOLE_RUN: Replies = {
  serverVersion: () => 'Tiny 1',
  authenticate: () => ['ticket-1', ''],
  sendRequestXML: (_parameters, nth) => terms(nth),
  receiveResponseXML: (_parameters, nth) => (nth < 3 ? String(nth * 30) : '100'),
  closeConnection: () => 'OK: 3 sent',
  getLastError: () => 'Something is wrong',
  connectionError: () => 'done',
};

describe('a session of the Web Connector', () => {
  let quickBooks: QuickBooks;
  let servers: TinyServer[];

  beforeEach(async () => {
    servers = [];
    const clock = () => new Date('2026-03-02T15:00:00Z');
    quickBooks = await QuickBooks.open({ books: makeWorld(7).books, seed: 7, clock });
  });

  afterEach(async () => {
    for (const server of servers) await server.close();
  });

  const serve = async (replies: Replies = {}): Promise<TinyServer> => {
    const server = await TinyServer.open({ ...WHOLE_RUN, ...replies });
    servers.push(server);
    return server;
  };
  const options = (server: TinyServer, more: Partial<WebConnectorOptions> = {}): WebConnectorOptions => ({
    url: server.url,
    userName: 'qbwc-user',
    password: 'p&ss <word>',
    ownerId: OWNER,
    fileId: FILE,
    quickBooks,
    ...more,
  });
  const run = async (
    replies: Replies = {},
    more: Partial<WebConnectorOptions> = {},
  ): Promise<[UpdateReport, TinyServer]> => {
    const server = await serve(replies);
    return [await runUpdate(options(server, more)), server];
  };

  it('calls in the order of the guide, ask and answer by turns until 100', async () => {
    const [report, server] = await run();
    const exchange = ['sendRequestXML', 'receiveResponseXML'];
    expect(server.methods).toEqual([
      'serverVersion',
      'clientVersion',
      'authenticate',
      ...exchange,
      ...exchange,
      ...exchange,
      'closeConnection',
    ]);
    expect(report).toMatchObject({
      outcome: 'done',
      exchanges: 3,
      requests: 3,
      progress: [30, 60, 100],
      lastMessage: 'OK: 3 sent',
    });
    expect(report.calls.map(({ method }) => method)).toEqual(server.methods);
    expect(report.sent).toEqual([terms(1), terms(2), terms(3)]);
  });

  it('speaks like a .NET client: quoted SOAPAction, Expect, kept connection, credentials byte for byte', async () => {
    const [, server] = await run();
    const call = server.received.find(({ method }) => method === 'authenticate');
    expect(call?.headers).toMatchObject({
      soapaction: '"http://developer.intuit.com/authenticate"',
      'content-type': 'text/xml; charset=utf-8',
      expect: '100-continue',
      connection: 'Keep-Alive',
    });
    expect(call?.parameters).toEqual({ strUserName: 'qbwc-user', strPassword: 'p&ss <word>' });
    expect(server.received[0]?.envelope).toContain('<serverVersion xmlns="http://developer.intuit.com/" />');
  });

  it('host, company and preferences go with the first request only, and name the open file', async () => {
    const [, server] = await run();
    const asked = server.received
      .filter(({ method }) => method === 'sendRequestXML')
      .map(({ parameters }) => parameters);
    expect(asked[0]?.['strHCPResponse']).toContain(`<DataExtValue>${FILE}</DataExtValue>`);
    expect(asked[0]?.['strHCPResponse']).toContain('LOCKED:OFFICE-PC:');
    expect(asked[0]).toMatchObject({
      strCompanyFileName: makeWorld(7).books.filePath,
      qbXMLCountry: 'US',
      qbXMLMajorVers: '13',
      qbXMLMinorVers: '0',
    });
    expect(asked.slice(1).map(one => one['strHCPResponse'])).toEqual(['', '']);
    expect(asked.map(one => one['ticket'])).toEqual(['ticket-1', 'ticket-1', 'ticket-1']);
  });

  it('what QuickBooks answers arrives whole; an empty hresult is an empty element', async () => {
    const [, server] = await run();
    const answer = server.received.find(({ method }) => method === 'receiveResponseXML');
    expect(answer?.parameters['response']).toContain('<TermsQueryRs requestID="1" statusCode="0"');
    expect(answer?.envelope).toContain('<hresult /><message />');
  });

  it('the lock is gone after the session, the stamp stays, and a second session does not stamp again', async () => {
    await run();
    expect(quickBooks.hcpResponse(OWNER)).not.toContain('AppLock');
    await run({}, { fileId: '{00000000-0000-0000-0000-000000000009}' });
    expect(quickBooks.hcpResponse(OWNER)).toContain(FILE);
  });

  describe('authenticate', () => {
    it.each(['none', 'nvu', 'busy'] as const)(
      '%s ends with closeConnection under the ticket given',
      async what => {
        const [report, server] = await run({ authenticate: () => ['t', what] });
        expect([report.outcome, server.methods.at(-1)]).toEqual([what, 'closeConnection']);
        expect(server.received.at(-1)?.parameters).toEqual({ ticket: 't' });
        expect(server.methods).not.toContain('sendRequestXML');
      },
    );

    it('a number in the third place postpones, even with work', async () => {
      const [report, server] = await run({ authenticate: () => ['t', '', '60'] });
      expect(report).toMatchObject({ outcome: 'postponed', postponedSeconds: 60 });
      expect(server.methods).toEqual(['serverVersion', 'clientVersion', 'authenticate']);
    });

    it('an empty third place does not, and the fourth is the least interval', async () => {
      const [report] = await run({ authenticate: () => ['t', '', '', '120'] });
      expect(report).toMatchObject({ outcome: 'done', postponedSeconds: 0, runEverySecondsLeast: 120 });
    });

    it('a path opens that file; NVU in capitals is a path to nowhere', async () => {
      expect((await run({ authenticate: () => ['t', makeWorld(7).books.filePath] }))[0].outcome).toBe('done');
      const [report, server] = await run({ authenticate: () => ['t', 'NVU'] });
      expect(report.outcome).toBe('error');
      expect(server.received.find(({ method }) => method === 'connectionError')?.parameters['hresult']).toBe(
        '0x8004040A',
      );
    });

    it.each([
      ['one string', ['t']],
      ['five strings', ['t', '', '', '', '']],
      ['a word where seconds belong', ['t', '', 'soon']],
    ])('%s cannot be read: QBWC1012', async (_what, strings) => {
      const [report] = await run({ authenticate: () => strings });
      expect(report).toMatchObject({ outcome: 'error', lastMessage: expect.stringContaining('QBWC1012') });
    });

    it('strings in another namespace do not count: QBWC1012', async () => {
      const arrays = '<string xmlns="http://schemas.microsoft.com/2003/10/Serialization/Arrays">';
      const body = envelope('authenticate', `${arrays}t</string>${arrays}</string>`);
      const [report] = await run({ authenticate: () => ({ body }) });
      expect(report.lastMessage).toContain('QBWC1012');
    });
  });

  describe('clientVersion', () => {
    it.each([
      ['', 'done', 'OK: 3 sent'],
      ['W:old', 'done', 'OK: 3 sent'],
      ['E:too old', 'refused', 'QBWC1037: too old'],
      ['O:2.3', 'refused', 'Server expects version 2.3'],
      ['hello', 'error', 'QBWC1046: bad answer to clientVersion: hello'],
    ])('"%s" leads to %s', async (answer, outcome, lastMessage) => {
      const [report, server] = await run({ clientVersion: () => answer });
      expect(report).toMatchObject({ outcome, lastMessage });
      expect(server.received[1]?.parameters).toEqual({ strVersion: '2.3.0.20' });
    });

    it('a fault in serverVersion is passed over, one in clientVersion ends the session with QBWC1036', async () => {
      const fault = { status: 500, body: '<html/>', contentType: 'text/html' };
      expect((await run({ serverVersion: () => fault }))[0].outcome).toBe('done');
      expect((await run({ clientVersion: () => fault }))[0].lastMessage).toContain('QBWC1036');
    });
  });

  describe('errors and pauses', () => {
    it('an empty request and NoOp wait five seconds and ask again', async () => {
      const waits: number[] = [];
      const [report, server] = await run(
        {
          sendRequestXML: (_parameters, nth) => (nth < 3 ? '' : terms(nth)),
          getLastError: () => 'NoOp',
          receiveResponseXML: () => '100',
        },
        { wait: async ms => void waits.push(ms) },
      );
      expect([report.outcome, waits]).toEqual(['done', [5000, 5000]]);
      expect(server.methods.filter(method => method === 'getLastError').length).toBe(2);
    });

    it('an empty request and any other text end the session with that text', async () => {
      const [report, server] = await run({ sendRequestXML: () => '' });
      expect(report).toMatchObject({ outcome: 'error', lastMessage: 'Something is wrong', exchanges: 0 });
      expect(server.methods.slice(-2)).toEqual(['getLastError', 'closeConnection']);
    });

    it('negative progress asks for the error and closes', async () => {
      const [report, server] = await run({ receiveResponseXML: () => '-1' });
      expect(report).toMatchObject({ outcome: 'error', lastMessage: 'Something is wrong', progress: [-1] });
      expect(server.methods.slice(-2)).toEqual(['getLastError', 'closeConnection']);
    });

    it('what COM throws goes to receiveResponseXML with an empty response, and the run goes on', async () => {
      const [report, server] = await run({
        sendRequestXML: (_parameters, nth) => (nth === 1 ? '<nonsense' : terms(nth)),
      });
      const answers = server.received.filter(({ method }) => method === 'receiveResponseXML');
      expect(answers[0]?.parameters).toMatchObject({ response: '', hresult: '0x80040400' });
      expect([report.outcome, answers.length]).toEqual(['done', 3]);
    });

    it('a file that cannot be opened calls connectionError until the server says done', async () => {
      quickBooks.moods.failSession('0x80040408', 3);
      const answers = ['', makeWorld(7).books.filePath, 'DONE'];
      const [report, server] = await run({
        connectionError: (_parameters, nth) => answers[nth - 1] ?? 'done',
      });
      expect(report).toMatchObject({ outcome: 'error', lastMessage: 'Could not start QuickBooks.' });
      expect(server.methods.slice(-4)).toEqual([
        'connectionError',
        'connectionError',
        'connectionError',
        'closeConnection',
      ]);
    });

    it('after a path from connectionError the session goes on', async () => {
      quickBooks.moods.failSession('0x80040408');
      expect((await run({ connectionError: () => '' }))[0].outcome).toBe('done');
    });
  });

  describe('answers the Web Connector cannot read', () => {
    const whole = envelope('receiveResponseXML', '100');
    it.each([
      ['a blank before the XML declaration', { body: ` ${whole}` }],
      ['text after the envelope', { body: `${whole}OK` }],
      ['a second envelope', { body: `${whole}${whole}` }],
      ['a result wrapped in an element', { body: envelope('receiveResponseXML', '<string>100</string>') }],
      ['a decimal', { body: envelope('receiveResponseXML', '99.5') }],
      ['no number', { body: envelope('receiveResponseXML', '') }],
      ['101 percent', { body: envelope('receiveResponseXML', '101') }],
      ['the answer to another method', { body: envelope('sendRequestXML', '100') }],
      ['another namespace', { body: whole.replace('http://developer.intuit.com/', 'http://example.com/') }],
      ['a DTD', { body: whole.replace('<soap:Envelope', '<!DOCTYPE a><soap:Envelope') }],
      ['HTML', { body: '<html/>', contentType: 'text/html' }],
      ['JSON', { body: '{}', contentType: 'application/json' }],
      ['SOAP 1.2’s content type', { body: whole, contentType: 'application/soap+xml' }],
      ['status 500', { body: whole, status: 500 }],
      ['a redirect', { body: whole, status: 302 }],
      ['nothing', { body: '' }],
    ])('%s: QBWC1042, and nothing is called after it', async (_what, raw) => {
      const [report, server] = await run({ receiveResponseXML: () => raw });
      expect(report).toMatchObject({ outcome: 'error', lastMessage: expect.stringContaining('QBWC1042') });
      expect(server.methods.at(-1)).toBe('receiveResponseXML');
    });

    it('prefixes, CDATA, comments, references, a BOM and white space after the envelope are fine', async () => {
      const body = `\uFEFF<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header/><s:Body><q:receiveResponseXMLResponse xmlns:q="http://developer.intuit.com/"><q:receiveResponseXMLResult>1<!-- x --><![CDATA[0]]>&#48;</q:receiveResponseXMLResult></q:receiveResponseXMLResponse></s:Body></s:Envelope>\n`;
      expect((await run({ receiveResponseXML: () => ({ body }) }))[0]).toMatchObject({
        outcome: 'done',
        progress: [100],
      });
    });

    it.each([
      ['sendRequestXML', 'QBWC1041'],
      ['closeConnection', 'QBWC1044'],
    ])('a %s result wrapped in an element is %s', async (method, code) => {
      const [report] = await run({ [method]: () => ({ body: envelope(method, '<string>text</string>') }) });
      expect(report).toMatchObject({ outcome: 'error', lastMessage: expect.stringContaining(code) });
    });

    it('an unreadable closeConnection is QBWC1044', async () => {
      const [report] = await run({ closeConnection: () => ({ body: 'x' }) });
      expect(report).toMatchObject({ outcome: 'error', lastMessage: expect.stringContaining('QBWC1044') });
    });
  });

  describe('polling', () => {
    it('runs again and again until stopped, one session at a time', async () => {
      const server = await serve({ authenticate: () => ['t', 'none'] });
      const polling = startPolling({ ...options(server), everyMs: 5 });
      const [first, second] = await Promise.all([polling.pollNow(), polling.pollNow()]);
      expect([first.outcome, second.outcome]).toEqual(['none', 'none']);
      const session = ['serverVersion', 'clientVersion', 'authenticate', 'closeConnection'];
      await polling.pollNow();
      await polling.stop();
      const count = server.methods.length;
      expect(server.methods.slice(0, 12)).toEqual([...session, ...session, ...session]);
      await new Promise(resolve => setTimeout(resolve, 30));
      expect(server.methods.length).toBe(count);
    });

    it('comes by itself', async () => {
      const server = await serve({ authenticate: () => ['t', 'none'] });
      const seen = new Promise<void>(resolve => {
        const polling = startPolling({
          ...options(server),
          everyMs: 1,
          quickBooks,
          now: () => {
            if (server.methods.length >= 8) void polling.stop().then(resolve);
            return 0;
          },
        });
      });
      await seen;
      expect(server.methods.length).toBeGreaterThanOrEqual(8);
    });
  });

  it('prints a line for a session that did something, none for an idle one', async () => {
    const lines: string[] = [];
    await run({}, { print: text => lines.push(text) });
    await run({ authenticate: () => ['t', 'none'] }, { print: text => lines.push(text) });
    expect(lines).toEqual(['Web Connector: done, 3 requests in 3 exchanges. OK: 3 sent']);
  });
});
