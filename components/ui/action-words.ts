/** History's words as people read them. */
const ACTION_WORDS: Readonly<Record<string, string>> = {
  'read from Procore': 'Read from Procore',
  'changed in Procore': 'Changed in Procore',
  'deleted in Procore': 'Deleted in Procore',
  'checked again': 'Checked again',
  sent: 'Sent to ERP',
  'sent again': 'Sent to ERP again',
  retrieved: 'Retrieved from ERP',
  accepted: 'Accepted',
  retried: 'Accepted again',
  rejected: 'Rejected',
  cancelled: 'Taken back before it was sent',
  chosen: 'Chosen for this record',
  commented: 'Commented',
  'unlink asked': 'To be unlinked: QuickBooks is asked whether it is still there',
  'still in QuickBooks': 'Not unlinked: still in QuickBooks',
  'not told of by QuickBooks': 'Not unlinked: QuickBooks did not say whether it is there',
  'handed to QuickBooks': 'Handed to the Web Connector',
  'stopped before sending': 'Stopped before it was sent',
  synced: 'Created in QuickBooks',
  'found in QuickBooks': 'Found in QuickBooks after a lost answer',
  'refused by QuickBooks': 'Refused by QuickBooks',
  'needs attention': 'Needs attention',
  'answer lost': 'The answer of QuickBooks was lost; it is being looked up',
  'queued again': 'Queued again',
  'held to be looked up': 'Held back, to be looked up in QuickBooks first',
  'found in QuickBooks before it was sent': 'Not sent: QuickBooks holds it already',
  'deleted in QuickBooks': 'Deleted in QuickBooks by somebody',
  'to be exported again': 'Given back, to be sent and accepted anew',
  'accepted as removed': 'Accepted as removed from QuickBooks',
  'marked in Procore': 'QuickBooks id written to Procore',
  'not marked in Procore': 'QuickBooks id could not be written to Procore',
  archived: 'Archived',
  restored: 'Restored',
  linked: 'Linked',
  unlinked: 'Unlinked',
  'company set up': 'Company set up',
  'settings changed': 'Settings changed',
  'direct rule made': 'Direct export rule made',
  'direct rule changed': 'Direct export rule changed',
  'direct rule switched on': 'Direct export rule switched on',
  'direct rule switched off': 'Direct export rule switched off',
  'approval right given': 'Right to approve given',
  'approval right taken': 'Right to approve taken away',
  'connection created': 'Connection made',
  'connection removed': 'Connection removed',
  'company file confirmed': 'Company file confirmed',
  'password renewed': 'Password renewed',
  paused: 'Paused',
  resumed: 'Resumed',
  'missing records given back': 'Records missing from a restored company file given back',
  'restored file accepted': 'Restored company file accepted as it is',
  'looked through after a restore': 'Looked through after a restore of the connector’s database',
};

export function actionWord(action: string): string {
  return ACTION_WORDS[action] ?? action;
}

const NUMBER_WORDS: Readonly<Record<string, string>> = { Bill: 'Ref. No.', Estimate: 'Estimate No.' };

interface Said {
  readonly qbType?: string;
  readonly txnId?: string;
  readonly refNumber?: string;
  readonly raw?: string;
  readonly code?: string;
  readonly originId?: string;
}

/** What an entry of the history says beside its action, on one line. */
export function saidInWords(after: unknown): string {
  const said = (after ?? {}) as Said;
  const parts = [
    said.refNumber ? `${NUMBER_WORDS[said.qbType ?? ''] ?? 'P.O. No.'} ${said.refNumber}` : '',
    said.txnId ? `QuickBooks id ${said.txnId}` : '',
    said.originId ? `origin_id ${said.originId}` : '',
    said.code ? `Code ${said.code}` : '',
    said.raw ? `“${said.raw}”` : '',
  ];
  return parts.filter(part => part !== '').join(' · ');
}
