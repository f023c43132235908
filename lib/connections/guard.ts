import { statusMeaning } from '@/lib/qbxml';
import { editionVerdict } from './editions';
import { type CompanyFileFacts, isTooOld } from './facts';
import type { GuardState } from './states';

export interface GuardedConnection {
  readonly fileId: string;
  readonly isEditionAllowed: boolean;
  /** The company's name at the last good contact; null before the first. */
  readonly companyFileName: string | null;
}

export interface GuardVerdict {
  readonly guard: GuardState;
  /** Said to the Web Connector and on the Connection page; null when all is well. */
  readonly reason: string | null;
}

/**
 * Whether a session may write to the open company file. Only the file that carries this connection's FileID is ever
 * written to; a first answer without any FileID is asked about once more before it is refused.
 */
export function judgeFile(
  facts: CompanyFileFacts,
  connection: GuardedConnection,
  isSecondLook: boolean,
): GuardVerdict {
  if (facts.fileId === null && !isSecondLook) return { guard: 'unverified', reason: null };
  if (facts.fileId !== connection.fileId.toUpperCase()) {
    if (facts.fileId === null && facts.missingRight !== null)
      return { guard: 'wrong_file', reason: missingRightInWords(facts.missingRight) };
    const name = facts.companyFileName ?? 'The open company file';
    const reason =
      facts.fileId === null
        ? `${name} does not carry this connection's mark. Open the right company file, or add its .qwc to the Web Connector again.`
        : `${name} is not the company file of this connection. Open the right company file in QuickBooks.`;
    return { guard: 'wrong_file', reason };
  }
  if (isOtherCompany(facts.companyFileName, connection.companyFileName)) {
    const reason = `The open company file is “${facts.companyFileName}”; so far this connection reached “${connection.companyFileName}”. If the company was renamed, a company administrator can confirm it on the Connection page; otherwise open the right company file.`;
    return { guard: 'wrong_file', reason };
  }
  if (isTooOld(facts.qbxmlVersion)) {
    return {
      guard: 'edition',
      reason: `This QuickBooks speaks qbXML ${facts.qbxmlVersion}; the connector needs 13.0.`,
    };
  }
  if (facts.productName === null || facts.majorVersion === null || connection.isEditionAllowed) {
    return { guard: 'verified', reason: null };
  }
  const verdict = editionVerdict({
    productName: facts.productName,
    majorVersion: facts.majorVersion,
    country: facts.country ?? 'US',
  });
  if (verdict.isSupported) return { guard: 'verified', reason: null };
  return {
    guard: 'edition',
    reason: `${verdict.reason} A company administrator can allow it on the Connection page.`,
  };
}

/**
 * The Web Connector marks whatever file is open when it finds none, so the mark alone could be on a second file. Another
 * company's name is a second sign.
 */
function isOtherCompany(told: string | null, known: string | null): boolean {
  return told !== null && known !== null && told.trim().toLowerCase() !== known.trim().toLowerCase();
}

/** Why nothing can be done, and who can change it. */
function missingRightInWords(code: number): string {
  const { cause, remedy } = statusMeaning(code);
  return `${cause} ${remedy}`;
}
