import type { Filter } from '@/lib/lifecycle/states';

/** Procore's words for its filters. */
export const FILTER_WORDS: Readonly<Record<Filter, string>> = {
  ready_to_send: 'Ready to Send',
  ready_to_export: 'Ready to Export',
  exporting: 'Exporting',
  failed_to_export: 'Failed to Export',
  needs_attention: 'Needs attention',
  synced: 'Synced',
  archived: 'Archived',
};
