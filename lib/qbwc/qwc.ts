import { writeXml } from '@/lib/qbxml';

export interface QwcInput {
  /** Unique per connection: the Web Connector keys its applications by it. */
  readonly appName: string;
  readonly serviceUrl: string;
  readonly supportUrl: string;
  readonly userName: string;
  readonly ownerId: string;
  readonly fileId: string;
}

/** Pro, Premier and Enterprise; which of them is really supported is decided by the server, in kinder words. */
const AUTH_FLAGS = '0xE';
const POLL_MINUTES = '5';
const DESCRIPTION = 'Carries accepted records between Procore and QuickBooks.';

/** The file that adds the connector to the Web Connector. It holds no password, and every value is escaped. */
export function qwcFile(input: QwcInput): string {
  const element = (name: string, content: string) => ({ name, content });
  const root = {
    name: 'QBWCXML',
    content: [
      element('AppName', input.appName),
      element('AppID', ''),
      element('AppURL', input.serviceUrl),
      element('AppDescription', DESCRIPTION),
      element('AppSupport', input.supportUrl),
      element('UserName', input.userName),
      element('OwnerID', input.ownerId),
      element('FileID', input.fileId),
      element('QBType', 'QBFS'),
      { name: 'Scheduler', content: [element('RunEveryNMinutes', POLL_MINUTES)] },
      element('IsReadOnly', 'false'),
      element('UnattendedModePref', 'umpOptional'),
      element('PersonalDataPref', 'pdpNotNeeded'),
      element('AuthFlags', AUTH_FLAGS),
      element('Style', 'Document'),
    ],
  };
  return `<?xml version="1.0" encoding="utf-8"?>\n${writeXml(root)}\n`;
}

/** A file name that every Windows takes. */
export function qwcFileName(appName: string): string {
  const safe = appName
    .normalize('NFD')
    .replace(/[^A-Za-z0-9 -]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60);
  return `${safe === '' ? 'connector' : safe}.qwc`;
}
