export { type LinkInput, linkRecord, unlinkRecord } from './link';
export { type LinkExactInput, linkExactMatches } from './link-exact';
export { refreshDirectory } from './refresh-directory';
