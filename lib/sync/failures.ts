import { hresultMeaning, statusMeaning } from '@/lib/qbxml';

/** Why something did not go through: for the accountant, and for support. */
export interface Failure {
  /** `QB-3140`, `HR-0x80040400`, `COM-04`: what support is told. */
  readonly code: string;
  readonly cause: string;
  readonly remedy: string;
  /** What QuickBooks said, as it said it. */
  readonly raw: string;
}

export function statusFailure(part: {
  readonly statusCode: number;
  readonly statusMessage: string;
}): Failure {
  const meaning = statusMeaning(part.statusCode);
  return {
    code: `QB-${part.statusCode}`,
    cause: meaning.cause,
    remedy: meaning.remedy,
    raw: part.statusMessage,
  };
}

export function hresultFailure(reply: { readonly hresult: string; readonly message: string }): Failure {
  const meaning = hresultMeaning(reply.hresult);
  return {
    code: `HR-${reply.hresult.trim()}`,
    cause: meaning.cause,
    remedy: meaning.remedy,
    raw: reply.message,
  };
}

export function changedBytes(): Failure {
  return {
    code: 'QB-9001',
    cause: 'QuickBooks holds another request under the same number.',
    remedy: 'Check in QuickBooks whether the record is there, and contact support with the details.',
    raw: 'messageSetStatusCode 9001',
  };
}

export function unreadableAnswer(reason: string): Failure {
  return {
    code: 'QB-unreadable',
    cause: 'The answer of QuickBooks could not be read.',
    remedy: 'The connector asks again by itself.',
    raw: reason,
  };
}

export function unansweredRead(): Failure {
  return {
    code: 'QB-unanswered',
    cause: 'QuickBooks left a question unanswered.',
    remedy: 'The connector asks again by itself.',
    raw: '',
  };
}

export function heldByOther(description: string): Failure {
  return {
    code: 'RECOVERY-foreign',
    cause: `The answer of QuickBooks was lost, and QuickBooks holds ${description}, which the connector did not make.`,
    remedy: 'Compare the two in QuickBooks. Then reject the record, or change its number and send it again.',
    raw: description,
  };
}

export function deletedSince(description: string): Failure {
  return {
    code: 'RECOVERY-deleted',
    cause: `The answer of QuickBooks was lost, and somebody deleted ${description}.`,
    remedy: 'Ask who deleted it. Accept the record again to export it anew, or reject it.',
    raw: description,
  };
}

export function waitedInVain(): Failure {
  return {
    code: 'WAITED-FOR',
    cause: 'A record that this one needs did not go to QuickBooks.',
    remedy: 'Bring that one to QuickBooks first, then retry.',
    raw: '',
  };
}

/** A rule that held when the record was accepted and no longer did when its turn came. */
export function ruleFailure(blocker: {
  readonly ruleId: string;
  readonly message: string;
  readonly fix: { readonly label: string };
}): Failure {
  return {
    code: blocker.ruleId,
    cause: blocker.message,
    remedy: `${blocker.fix.label}, then retry.`,
    raw: '',
  };
}

export function unreadTarget(reason: string): Failure {
  return {
    code: 'CHANGE-unread',
    cause: 'QuickBooks did not show the record that is to be changed.',
    remedy: 'Nothing was written. Read the details, then retry.',
    raw: reason,
  };
}

export function unencodable(problem: string): Failure {
  return {
    code: 'CHANGE-form',
    cause: 'The record in QuickBooks has something that cannot be sent back as it is.',
    remedy: 'Nothing was written. Contact support with the details.',
    raw: problem,
  };
}
