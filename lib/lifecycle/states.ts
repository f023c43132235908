/**
 * The states of an export and the moves between them: the one table that types, the database's check and the tests read.
 * A move that is not listed cannot be made.
 */
export const EXPORT_STATES = [
  'not_sendable',
  'ready_to_send',
  'awaiting_approval',
  'retrieved',
  'rejected',
  'queued',
  'sent',
  'outcome_unknown',
  'synced',
  'failed',
  'needs_attention',
  'archived',
  'unlinked',
] as const;

export type ExportState = (typeof EXPORT_STATES)[number];

export const MOVES: Readonly<Record<ExportState, readonly ExportState[]>> = {
  not_sendable: ['ready_to_send', 'archived'],
  ready_to_send: ['not_sendable', 'awaiting_approval', 'archived'],
  // To archived only when the record was deleted in Procore.
  awaiting_approval: ['retrieved', 'rejected', 'queued', 'archived'],
  retrieved: ['awaiting_approval', 'not_sendable', 'archived'],
  rejected: ['awaiting_approval', 'not_sendable', 'archived'],
  // To synced, outcome_unknown and needs_attention where QuickBooks was looked at before anything was sent.
  queued: ['sent', 'synced', 'failed', 'awaiting_approval', 'archived', 'outcome_unknown', 'needs_attention'],
  sent: ['synced', 'failed', 'queued', 'outcome_unknown', 'needs_attention'],
  outcome_unknown: ['synced', 'queued', 'failed', 'needs_attention'],
  // To awaiting_approval where it changed in Procore since, and the change is to follow it.
  synced: ['unlinked', 'awaiting_approval'],
  failed: ['queued', 'rejected', 'archived'],
  needs_attention: ['queued', 'rejected', 'synced', 'archived'],
  archived: ['not_sendable', 'ready_to_send', 'retrieved', 'rejected', 'failed', 'needs_attention'],
  unlinked: ['not_sendable', 'awaiting_approval', 'archived'],
};

export function canMove(from: ExportState, to: ExportState): boolean {
  return MOVES[from].includes(to);
}

/** Procore's filters, in the order its tabs show them. */
export const FILTERS = [
  'ready_to_send',
  'ready_to_export',
  'exporting',
  'failed_to_export',
  'needs_attention',
  'synced',
  'archived',
] as const;

export type Filter = (typeof FILTERS)[number];

export const FILTER_STATES: Readonly<Record<Filter, readonly ExportState[]>> = {
  ready_to_send: ['not_sendable', 'ready_to_send', 'retrieved', 'rejected', 'unlinked'],
  ready_to_export: ['awaiting_approval'],
  exporting: ['queued', 'sent', 'outcome_unknown'],
  failed_to_export: ['failed'],
  needs_attention: ['needs_attention'],
  synced: ['synced'],
  archived: ['archived'],
};

/** How each state reads on screen. */
export const STATE_WORDS: Readonly<Record<ExportState, string>> = {
  not_sendable: 'Not ready',
  ready_to_send: 'Ready to Send',
  awaiting_approval: 'Ready to Export',
  retrieved: 'Retrieved',
  rejected: 'Rejected',
  queued: 'Exporting',
  sent: 'Exporting',
  outcome_unknown: 'Checking in QuickBooks',
  synced: 'Synced',
  failed: 'Failed to Export',
  needs_attention: 'Needs attention',
  archived: 'Archived',
  unlinked: 'Unlinked',
};

/** States a project manager may send from. */
export const SENDABLE_STATES: readonly ExportState[] = ['ready_to_send', 'retrieved', 'rejected', 'unlinked'];

/** States in which an approver may accept, retry or reject. */
export const DECIDABLE_STATES: readonly ExportState[] = ['awaiting_approval', 'failed', 'needs_attention'];
