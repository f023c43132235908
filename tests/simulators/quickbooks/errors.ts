/** What COM throws instead of answering. `reason` is for the log of a test; QuickBooks itself gives no hint. */
export class QuickBooksError extends Error {
  constructor(
    readonly hresult: string,
    readonly reason: string = '',
  ) {
    super(MESSAGES[hresult] ?? 'QuickBooks reported an error.');
    this.name = 'QuickBooksError';
  }
}

export const HRESULT = {
  cannotParse: '0x80040400',
  cannotAccess: '0x80040401',
  unexpected: '0x80040402',
  cannotStart: '0x80040408',
  otherFileOpen: '0x8004040A',
  staleTicket: '0x8004040D',
  otherMode: '0x80040410',
  modalDialog: '0x80040414',
  notRunning: '0x80040416',
} as const;

const MESSAGES: Readonly<Record<string, string>> = {
  [HRESULT.cannotParse]: 'QuickBooks found an error when parsing the provided XML text stream.',
  [HRESULT.cannotAccess]: 'Could not access QuickBooks.',
  [HRESULT.unexpected]:
    'Unexpected error. Check the "qbsdklog.txt" file for possible additional information.',
  [HRESULT.cannotStart]: 'Could not start QuickBooks.',
  [HRESULT.otherFileOpen]:
    'A QuickBooks company data file is already open and it is different from the one requested.',
  [HRESULT.staleTicket]: 'The session ticket is invalid.',
  [HRESULT.otherMode]: 'The QuickBooks company data file is open in another mode.',
  [HRESULT.modalDialog]: 'A modal dialog box is showing in the QuickBooks user interface.',
  [HRESULT.notRunning]: 'QuickBooks is not running and no company data file was named.',
};

/** Ends one request with a status; the others of the set go on as `onError` says. */
export class StatusError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
    this.name = 'StatusError';
  }
}
