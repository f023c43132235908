/**
 * Errors of QuickBooks' COM interface, as the Web Connector passes them on.
 *
 * - refused: the qbXML was not understood; nothing of the set ran. The only one after which a write is known not to exist.
 * - user, config: somebody must act on the customer's PC.
 * - transient: a later session may do better.
 */
export type HresultClass = 'refused' | 'user' | 'config' | 'transient';

export interface HresultMeaning {
  readonly class: HresultClass;
  readonly cause: string;
  readonly remedy: string;
}

const MEANINGS: Readonly<Record<string, HresultMeaning>> = {
  '0x80040400': {
    class: 'refused',
    cause: 'QuickBooks could not read the request.',
    remedy: 'This is a fault of the connector: contact support with the details.',
  },
  '0x80040401': {
    class: 'user',
    cause: 'QuickBooks could not be reached on this PC.',
    remedy: 'Check that QuickBooks is installed and that the Windows user may open it.',
  },
  '0x80040402': {
    class: 'transient',
    cause: 'QuickBooks had an unexpected error.',
    remedy: 'Restart QuickBooks and the Web Connector. Details are in qbsdklog.txt on the PC.',
  },
  '0x80040408': {
    class: 'user',
    cause:
      'QuickBooks could not be started. It may be open for another user, in single-user mode, or showing a dialog.',
    remedy: 'Close QuickBooks for other Windows users and close its dialogs.',
  },
  '0x8004040A': {
    class: 'user',
    cause: 'Another company file is open in QuickBooks.',
    remedy: 'Open the company file of this connection in QuickBooks.',
  },
  '0x8004040D': {
    class: 'transient',
    cause: 'QuickBooks was closed or restarted during the run.',
    remedy: 'Leave QuickBooks open; the next run goes on by itself.',
  },
  '0x80040410': {
    class: 'user',
    cause: 'The company file is open in another mode (single-user or multi-user).',
    remedy: 'Switch QuickBooks to the mode the Web Connector uses, or close the file elsewhere.',
  },
  '0x80040414': {
    class: 'user',
    cause: 'A dialog is open in QuickBooks.',
    remedy: 'Close the dialog in QuickBooks.',
  },
  '0x80040416': {
    class: 'config',
    cause: 'QuickBooks is not running, and the connector was given no company file to open.',
    remedy: 'Open the company file in QuickBooks and leave it open.',
  },
  '0x8004041A': {
    class: 'user',
    cause: 'The connector has no permission to this company file.',
    remedy: 'In QuickBooks, as Admin: Edit, Preferences, Integrated Applications, allow the connector.',
  },
  '0x80040420': {
    class: 'user',
    cause: 'The QuickBooks user denied access.',
    remedy: 'In QuickBooks, as Admin: Edit, Preferences, Integrated Applications, allow the connector.',
  },
  '0x80040421': { class: 'user', cause: 'QuickBooks sent a message.', remedy: 'Read the details.' },
  '0x80040422': {
    class: 'user',
    cause: 'QuickBooks must be in single-user mode for this.',
    remedy: 'For the first run: log in as Admin and switch to single-user mode.',
  },
  '0x80040154': {
    class: 'user',
    cause: 'QuickBooks or the Web Connector is not installed properly.',
    remedy: 'Repair QuickBooks, then install the Web Connector again.',
  },
  '0x80010105': {
    class: 'transient',
    cause: 'QuickBooks did not respond properly.',
    remedy: 'Restart QuickBooks; the next run goes on by itself.',
  },
};

/** `0X8004040a` and `0x8004040A` are the same. */
function normalised(hresult: string): string {
  const text = hresult.trim();
  return `0x${text.replace(/^0x/i, '').toUpperCase()}`;
}

/** The meaning of any HRESULT; an unknown one is transient, and a write under it has an unknown outcome. */
export function hresultMeaning(hresult: string): HresultMeaning {
  return (
    MEANINGS[normalised(hresult)] ?? {
      class: 'transient',
      cause: `QuickBooks reported ${hresult.trim().slice(0, 20)}.`,
      remedy: 'The next run tries again. If it stays, contact support with the details.',
    }
  );
}

export const HRESULTS: readonly string[] = Object.keys(MEANINGS);
