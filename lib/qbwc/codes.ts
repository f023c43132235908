/** The Web Connector's own error numbers, which customers quote, with their cause and what to do. */
export interface QbwcCode {
  readonly codes: string;
  readonly cause: string;
  readonly remedy: string;
}

export const QBWC_CODES: readonly QbwcCode[] = [
  {
    codes: 'QBWC1000',
    cause: 'The two addresses in the .qwc file have different domains.',
    remedy: 'Download the .qwc file again from the Connection page.',
  },
  {
    codes: 'QBWC1001, QBWC1002',
    cause: 'The .qwc file names an IP address.',
    remedy: 'Download the .qwc file again from the Connection page.',
  },
  {
    codes: 'QBWC1003, QBWC1004',
    cause: 'The support page could not be fetched.',
    remedy: 'Check the Internet connection of this PC, and that no proxy asks for a login.',
  },
  {
    codes: 'QBWC1007–1009, 1013, 1022–1024',
    cause: 'QuickBooks could not be reached: not running, a dialog is open, or no file is open.',
    remedy: 'Open QuickBooks with the company file, close its dialogs, and run the update again.',
  },
  {
    codes: 'QBWC1010',
    cause: 'The address is not secure.',
    remedy: 'Download the .qwc file again from the Connection page.',
  },
  {
    codes: 'QBWC1011, QBWC1032',
    cause: 'The application is no longer registered on this PC.',
    remedy: 'Remove it in the Web Connector and open the .qwc file again.',
  },
  {
    codes: 'QBWC1012',
    cause: 'The connector could not be reached, or its answer could not be read.',
    remedy: 'Check the Internet connection; try again in a few minutes.',
  },
  {
    codes: 'QBWC1014',
    cause: 'QuickBooks did not tell its version, company or preferences.',
    remedy: 'Restart QuickBooks and the Web Connector.',
  },
  {
    codes: 'QBWC1026',
    cause: 'The mark of this connection could not be stored in the company file.',
    remedy: 'Run once as Admin in single-user mode; if it stays, make a new connection.',
  },
  {
    codes: 'QBWC1028, 1029, 1030, 1038, 1040',
    cause: 'The password is missing or wrong.',
    remedy: 'Put in the password from the Connection page; make a new one there if it is lost.',
  },
  {
    codes: 'QBWC1031',
    cause: 'The run ended with a message of the connector.',
    remedy: 'Read the message in the Web Connector, or on the Connection page.',
  },
  {
    codes: 'QBWC1034',
    cause: 'This edition of QuickBooks is not allowed by the .qwc file.',
    remedy: 'Pro, Premier or Enterprise is needed.',
  },
  {
    codes: 'QBWC1035',
    cause: 'The .qwc file was made for a test on another machine.',
    remedy: 'Download the .qwc file again from the Connection page.',
  },
  {
    codes: 'QBWC1036, 1037, 1046',
    cause: 'The Web Connector is too old, or could not ask whether it is.',
    remedy: 'Install a current Web Connector from Intuit.',
  },
  { codes: 'QBWC1039', cause: 'The .qwc file is incomplete.', remedy: 'Download it again; do not edit it.' },
  {
    codes: 'QBWC1041–1045',
    cause: 'A call failed on the way, or on one of the two sides.',
    remedy: 'Run the update again. Nothing is lost or written twice: the connector checks before it goes on.',
  },
  {
    codes: 'QBWC1042',
    cause: 'An answer was not well-formed XML.',
    remedy: 'A proxy or virus scanner may have changed it. Exempt the connector’s address.',
  },
  {
    codes: 'QBWC1048',
    cause: 'The certificate could not be checked.',
    remedy: 'Check date and time of the PC and that Windows is up to date; TLS 1.2 is needed.',
  },
];
