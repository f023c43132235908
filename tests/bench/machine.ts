import type { BenchLogin } from './company';
import type { CompanyFile } from './company-file';
import { type Call, Line } from './line';

/** One PC: a Web Connector with its kept connection, and the company file it carries answers of. */
export interface Machine {
  readonly login: BenchLogin;
  readonly file: CompanyFile;
  readonly line: Line;
}

export interface Session {
  /** `''`, or why there was none: `none`, `busy`, `nvu`. */
  readonly status: string;
  readonly exchanges: number;
}

/** One session in the Web Connector's order of calls, to its end or through so many exchanges. */
export async function runSession(machine: Machine, maxExchanges = 1_000_000): Promise<Session> {
  const { line, file, login } = machine;
  const [ticket = '', status = ''] = await line.call('authenticate', {
    strUserName: login.user,
    strPassword: login.password,
  });
  let exchanges = 0;
  let firstCall = file.firstCall();
  while (status === '' && exchanges < maxExchanges) {
    const [qbxml = ''] = await line.call('sendRequestXML', {
      ticket,
      strHCPResponse: firstCall,
      strCompanyFileName: 'C:\\Books\\Bench.QBW',
      qbXMLCountry: 'US',
      qbXMLMajorVers: '16',
      qbXMLMinorVers: '0',
    });
    firstCall = '';
    if (qbxml === '') {
      const [reason = ''] = await line.call('getLastError', { ticket });
      if (reason !== 'NoOp') break;
      continue;
    }
    exchanges += 1;
    const answer = { ticket, response: file.answer(qbxml), hresult: '', message: '' };
    const [progress = '-1'] = await line.call('receiveResponseXML', answer);
    const percent = Number.parseInt(progress, 10);
    if (percent < 0) {
      const [reason = ''] = await line.call('getLastError', { ticket });
      throw new Error(`The session was ended: ${reason}`);
    }
    if (percent >= 100) break;
  }
  await line.call('closeConnection', { ticket });
  return { status, exchanges };
}

export interface Load {
  readonly calls: readonly Call[];
  readonly seconds: number;
  readonly callsPerSecond: number;
}

/** Lets machines work at once, each with a connection of its own, and tells what that came to. */
export async function drive(
  url: string,
  seats: readonly Omit<Machine, 'line'>[],
  work: (machine: Machine) => Promise<unknown>,
): Promise<Load> {
  const calls: Call[] = [];
  const machines = seats.map(seat => ({ ...seat, line: new Line(url, call => calls.push(call)) }));
  const begun = performance.now();
  try {
    await Promise.all(machines.map(work));
  } finally {
    for (const { line } of machines) line.close();
  }
  const seconds = (performance.now() - begun) / 1000;
  return { calls, seconds, callsPerSecond: calls.length / seconds };
}

/** By nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);
