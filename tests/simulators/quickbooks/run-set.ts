import { type Lens, type Outcome, retElement, severity } from './answers';
import type { CompanyFile } from './company/company-file';
import { fieldsOf, textsOf } from './company/fields';
import { StatusError } from './errors';
import type { Iterators } from './execute';
import { type Change, type Execution, handlers } from './execute';
import type { Finding, JudgedRequest, JudgedSet } from './judge';
import type { Moods } from './moods/moods';
import type { XmlElement } from './xml';

const DONE: Finding = { code: 0, message: 'Status OK' };
const SKIPPED: Finding = { code: 3231, message: 'The request has not been processed.' };
const ERROR_LEAST = 1000;

export interface SetRun {
  readonly file: CompanyFile;
  readonly iterators: Iterators;
  readonly moods: Moods['now'];
  readonly record: (change: Change, request: JudgedRequest) => void;
}

/** Runs the requests of one set in order and answers each. */
export class SetRunner {
  constructor(
    private readonly set: JudgedSet,
    private readonly run: SetRun,
  ) {}

  /** With stopOnError nothing runs after the first error. rollbackOnError stops alike: QuickBooks undoes nothing. */
  responses(): readonly XmlElement[] {
    let hasFailed = false;
    return this.set.requests.map(request => {
      if (hasFailed && this.set.onError !== 'continueOnError') return this.response(request, SKIPPED);
      const { status, outcome } = this.attempt(request);
      if (status.code >= ERROR_LEAST) hasFailed = true;
      return this.response(request, status, outcome);
    });
  }

  private attempt(request: JudgedRequest): { status: Finding; outcome?: Outcome } {
    const wanted = this.run.moods.status(request);
    if (wanted) return { status: wanted };
    const mistake = request.findings.find(({ code }) => code >= ERROR_LEAST);
    if (mistake) return { status: mistake };
    const handler = handlers[request.name];
    if (!handler) return { status: { code: 1030, message: 'The request is not supported.' } };
    try {
      const outcome = handler(this.execution(request));
      const warning = this.run.moods.warning(request) ?? request.findings[0];
      return { status: outcome.status ?? warning ?? DONE, outcome };
    } catch (error) {
      if (error instanceof StatusError) return { status: error };
      throw error;
    }
  }

  private execution(request: JudgedRequest): Execution {
    const { file, iterators, moods, record } = this.run;
    const commit = (change: Change): void => record(change, request);
    const isLimitedUser = moods.isRightsLimited();
    return { file, request, iterators, isLimitedUser, isFileIdHidden: moods.isFileIdHidden(), commit };
  }

  private lens(request: JudgedRequest): Lens {
    const wanted = textsOf(fieldsOf(request.element), 'IncludeRetElement');
    return { version: this.set.version, country: this.run.file.state.country, wanted };
  }

  private response(request: JudgedRequest, status: Finding, outcome?: Outcome): XmlElement {
    const { requestID } = request.attributes;
    const attributes = {
      ...(requestID === undefined ? {} : { requestID }),
      statusCode: String(status.code),
      statusSeverity: severity(status.code),
      statusMessage: status.message,
      ...outcome?.attributes,
    };
    const isWithheld = status.code === 500 && this.run.moods.isFoundWithheld();
    const rets = this.set.isDataWanted && !isWithheld ? (outcome?.rets ?? []) : [];
    const lens = this.lens(request);
    const children = rets.map(ret => retElement(ret, lens));
    return { name: request.name.replace(/Rq$/, 'Rs'), attributes, children, text: '' };
  }
}
