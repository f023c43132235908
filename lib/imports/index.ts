export { type LinkInput, linkRecord, unlinkRecord } from './link';
export { refreshDirectory } from './refresh-directory';
