import { type QbAnswer, recordsOf, type Target, UnreadableAnswer, type Version } from '@/lib/qbxml';

/** The qbXML the connector speaks; every QuickBooks on the list understands it. */
export const SPOKEN_VERSION: Version = [13, 0];

/** What a company file tells of itself at the start of a session. Null where it did not say. */
export interface CompanyFileFacts {
  readonly productName: string | null;
  readonly majorVersion: number | null;
  readonly country: string | null;
  readonly qbxmlVersion: string | null;
  readonly companyFileName: string | null;
  /** Under our OwnerID; upper case, in braces. */
  readonly fileId: string | null;
  readonly closingDate: string | null;
  readonly preferences: FilePreferences | null;
  /** The status with which QuickBooks refused to tell; null when it told. */
  readonly missingRight: number | null;
}

export interface FilePreferences {
  readonly isUsingEstimates: boolean | null;
  /** One preference switches inventory and purchase orders together. */
  readonly arePurchaseOrdersOn: boolean | null;
  readonly isUsingClasses: boolean | null;
  readonly isUsingAccountNumbers: boolean | null;
  readonly isMultiCurrencyOn: boolean | null;
  /** The status with which QuickBooks last refused for want of rights; absent or null when it did not. */
  readonly missingRight?: number | null;
}

/**
 * Statuses by which QuickBooks says that its user, or the connector, may not: not authorised, no permission, no personal
 * data, read-only.
 */
export const MISSING_RIGHTS: readonly number[] = [3220, 3260, 3261, 3263];

/** An optional letter prefix is read away: old Canadian releases say `CA3.0`. */
function versionParts(text: string): Version {
  const [major = '0', minor = '0'] = text.replace(/^[A-Za-z]+/, '').split('.');
  return [Number.parseInt(major, 10) || 0, Number.parseInt(minor, 10) || 0];
}

function highest(versions: readonly string[]): string | null {
  const sorted = versions.toSorted((left, right) => {
    const [a, b] = [versionParts(left), versionParts(right)];
    return a[0] - b[0] || a[1] - b[1];
  });
  return sorted.at(-1) ?? null;
}

/** The first record; none where one holds a value that cannot be read, so that an odd preference hides no FileID. */
function firstOf<T>(records: () => readonly T[]): T | undefined {
  try {
    return records()[0];
  } catch (thrown) {
    if (thrown instanceof UnreadableAnswer) return undefined;
    throw thrown;
  }
}

/** Facts from the answers to HostQuery, CompanyQuery and PreferencesQuery; a missing or failed one leaves nulls. */
export function factsOf(answer: QbAnswer, ownerId: string): CompanyFileFacts {
  const of = (message: string) => answer.responses.find(response => response.message === message);
  const [hostRs, companyRs, preferencesRs] = [of('HostQuery'), of('CompanyQuery'), of('PreferencesQuery')];
  const host = firstOf(() => (hostRs ? recordsOf(hostRs, 'HostQuery', 'HostRet') : []));
  const company = firstOf(() => (companyRs ? recordsOf(companyRs, 'CompanyQuery', 'CompanyRet') : []));
  const preferences = firstOf(() =>
    preferencesRs ? recordsOf(preferencesRs, 'PreferencesQuery', 'PreferencesRet') : [],
  );
  const stamp = company?.DataExtRet?.find(
    one => one.DataExtName === 'FileID' && one.OwnerID?.toUpperCase() === ownerId.toUpperCase(),
  );
  const major = Number.parseInt(host?.MajorVersion ?? '', 10);
  return {
    productName: host?.ProductName ?? null,
    majorVersion: Number.isInteger(major) ? major : null,
    country: host?.Country ?? null,
    qbxmlVersion: highest(host?.SupportedQBXMLVersion ?? []),
    companyFileName: company?.CompanyName ?? null,
    fileId: stamp?.DataExtValue?.trim().toUpperCase() ?? null,
    missingRight: answer.responses.find(one => MISSING_RIGHTS.includes(one.statusCode))?.statusCode ?? null,
    closingDate: preferences?.AccountingPreferences?.ClosingDate ?? null,
    preferences: preferences
      ? {
          isUsingEstimates: preferences.JobsAndEstimatesPreferences?.IsUsingEstimates ?? null,
          arePurchaseOrdersOn: preferences.PurchasesAndVendorsPreferences?.IsUsingInventory ?? null,
          isUsingClasses: preferences.AccountingPreferences?.IsUsingClassTracking ?? null,
          isUsingAccountNumbers: preferences.AccountingPreferences?.IsUsingAccountNumbers ?? null,
          isMultiCurrencyOn: preferences.MultiCurrencyPreferences?.IsMultiCurrencyOn ?? null,
        }
      : null,
  };
}

/** The QuickBooks messages are written for. */
export function targetFor(country: string | null): Target {
  return { country: country === 'CA' ? 'CA' : 'US', version: SPOKEN_VERSION };
}

/** Whether this QuickBooks is too old for what the connector says. Unknown counts as new enough. */
export function isTooOld(qbxmlVersion: string | null): boolean {
  if (qbxmlVersion === null) return false;
  const [major, minor] = versionParts(qbxmlVersion);
  return major < SPOKEN_VERSION[0] || (major === SPOKEN_VERSION[0] && minor < SPOKEN_VERSION[1]);
}
