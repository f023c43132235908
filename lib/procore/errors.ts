import { AppError } from '@/lib/core/errors';

export interface ProcoreMessage {
  /** The field it is about; null when it is about the whole. */
  readonly field: string | null;
  readonly text: string;
}

interface ProcoreErrorOptions {
  readonly isRetryable: boolean;
  readonly isUnsure?: boolean;
  readonly requestId?: string | null;
  readonly cause?: unknown;
}

/** An answer of Procore that is no success, or no answer at all (`status` 0). */
export class ProcoreError extends AppError {
  static override readonly kind = 'ProcoreError';

  readonly procoreRequestId: string | null;
  /** Whether a write may have been carried out although no good answer came. */
  readonly isUnsure: boolean;

  constructor(
    readonly status: number,
    readonly messages: readonly ProcoreMessage[],
    options: ProcoreErrorOptions,
  ) {
    super('procore', sentence(status, messages), {
      remedy: remedyFor(status),
      isRetryable: options.isRetryable,
      ...(options.cause === undefined ? {} : { cause: options.cause }),
    });
    this.procoreRequestId = options.requestId ?? null;
    this.isUnsure = options.isUnsure ?? false;
  }
}

function sentence(status: number, messages: readonly ProcoreMessage[]): string {
  const said = messages.map(one => (one.field === null ? one.text : `${one.field} ${one.text}`)).join('; ');
  if (status === 0) return 'Procore could not be reached.';
  if (status >= 300 && status < 400) return `Procore’s address sent the call elsewhere (${status}).`;
  return said === '' ? `Procore answered ${status}.` : `Procore answered ${status}: ${said}`;
}

function remedyFor(status: number): string {
  if (status === 401) return 'Sign in with Procore again.';
  if (status === 403) return 'Check in Procore that the app is installed and that you may use this tool.';
  if (status === 404) return 'The record may have been deleted in Procore, or you may not see it.';
  if (status >= 300 && status < 400)
    return 'Whoever runs the connector should check PROCORE_API_URL and PROCORE_LOGIN_URL: the address leads elsewhere.';
  if (status === 409) return 'Another record in Procore carries this mark already.';
  if (status === 429 || status === 503 || status === 0 || status >= 500) return 'Try again in a few minutes.';
  return 'Read what Procore says, mend the record there, then try again.';
}

/** 429 and 5xx pass by themselves; the rest does not. */
export function isRetryableStatus(status: number): boolean {
  return status === 429 || status === 500 || status === 502 || status === 503 || status === 504;
}

const MAX_TEXT = 300;

function short(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.replace(/\s+/g, ' ').slice(0, MAX_TEXT);
}

/** The four shapes of Procore's error bodies, and anything else as its first words. */
export function messagesOf(body: unknown): ProcoreMessage[] {
  if (typeof body === 'string')
    return body.trim() === '' || body.trimStart().startsWith('<') ? [] : [{ field: null, text: short(body) }];
  if (typeof body !== 'object' || body === null) return [];
  const { errors, error, message } = body as Record<string, unknown>;
  if (errors !== undefined) return fieldMessages(errors);
  if (typeof error === 'object' && error !== null) return platformMessages(error as Record<string, unknown>);
  const said =
    typeof error === 'string' ? [error, (body as Record<string, unknown>)['error_description']] : [message];
  return said
    .filter(text => text !== undefined && text !== null)
    .map(text => ({ field: null, text: short(text) }));
}

function fieldMessages(errors: unknown): ProcoreMessage[] {
  if (typeof errors === 'string') return [{ field: null, text: short(errors) }];
  if (Array.isArray(errors)) return errors.map(text => ({ field: null, text: short(text) }));
  if (typeof errors !== 'object' || errors === null) return [];
  return Object.entries(errors).flatMap(([field, texts]) =>
    (Array.isArray(texts) ? texts : [texts]).map(text => ({
      field: field === 'base' ? null : field,
      text: short(text),
    })),
  );
}

function platformMessages(error: Record<string, unknown>): ProcoreMessage[] {
  const details = Array.isArray(error['details']) ? error['details'] : [];
  const named = details.flatMap((detail: unknown): ProcoreMessage[] => {
    if (typeof detail !== 'object' || detail === null) return [];
    const { source, message, code } = detail as Record<string, unknown>;
    return [
      {
        field: source === undefined || source === null ? null : short(source),
        text: short(message ?? code ?? ''),
      },
    ];
  });
  return named.length > 0 ? named : [{ field: null, text: short(error['message'] ?? error['code'] ?? '') }];
}
