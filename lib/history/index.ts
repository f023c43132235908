export { type EventLine, type EventPage, type EventsInput, listEvents } from './events';
export { historyFrame } from './frame';
export { type HistoryEntry, type HistoryFrame, recordHistory } from './record';
export { firstBreak, namesOf, type TimelineEntry, timelineOf } from './timeline';
