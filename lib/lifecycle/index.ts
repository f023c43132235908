export { type ExportPatch, type Move, moveExports } from './move';
export {
  canMove,
  DECIDABLE_STATES,
  EXPORT_STATES,
  type ExportState,
  FILTER_STATES,
  FILTERS,
  type Filter,
  MOVES,
  SENDABLE_STATES,
  STATE_WORDS,
} from './states';
