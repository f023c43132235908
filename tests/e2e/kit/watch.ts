import type { BrowserContext, ConsoleMessage, Request, Response } from '@playwright/test';

/** Something a page did that no page should do unasked. */
interface Finding {
  readonly text: string;
  readonly url: string;
}

/** What a test brings about itself: the reason it is no fault stands beside it in the test. */
export interface Expected {
  readonly text: RegExp;
  readonly url?: RegExp;
}

/** Requests a browser gives up by itself: what was fetched ahead, and what a page read of its own accord as it was left. */
function isGivenUp(request: Request): boolean {
  const isReading = request.method() === 'GET' || request.url().endsWith('/refresh');
  return isReading && request.failure()?.errorText === 'net::ERR_ABORTED';
}

/**
 * Looks over the shoulder of every page of a test: errors and warnings on the console, errors nobody caught, requests
 * that failed or were refused. What the test did not name beforehand fails it, and so does a name nothing answered to.
 */
export class Watch {
  private readonly findings: Finding[] = [];
  private readonly expected: { readonly rule: Expected; met: boolean }[] = [];

  on(context: BrowserContext): void {
    context.on('console', message => this.console(message));
    context.on('weberror', error => this.note(`page error: ${String(error.error())}`, error.page()?.url()));
    context.on('requestfailed', request => this.failed(request));
    context.on('response', response => this.answered(response));
  }

  expect(...rules: readonly Expected[]): void {
    this.expected.push(...rules.map(rule => ({ rule, met: false })));
  }

  /** What nobody expected, and what was expected and did not happen. */
  complaints(): string[] {
    const unexpected = this.findings.filter(one => !this.isExpected(one));
    const unmet = this.expected.filter(one => !one.met);
    return [
      ...unexpected.map(one => `${one.text} (${one.url})`),
      ...unmet.map(({ rule }) => `never happened: ${rule.text}`),
    ];
  }

  private isExpected({ text, url }: Finding): boolean {
    const fitting = this.expected.filter(({ rule }) => rule.text.test(text) && (rule.url?.test(url) ?? true));
    for (const one of fitting) one.met = true;
    return fitting.length > 0;
  }

  private note(text: string, url = ''): void {
    this.findings.push({ text, url });
  }

  private console(message: ConsoleMessage): void {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    this.note(`console ${message.type()}: ${message.text()}`, message.location().url);
  }

  private failed(request: Request): void {
    if (isGivenUp(request)) return;
    this.note(`failed: ${request.method()} ${request.failure()?.errorText ?? ''}`, request.url());
  }

  private answered(response: Response): void {
    if (response.status() >= 400)
      this.note(`status ${response.status()}: ${response.request().method()}`, response.url());
  }
}
