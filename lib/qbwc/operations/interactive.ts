import type { QbwcDeps } from '../deps';

/** The interactive mode is never asked for; these three answer in case a Web Connector tries. */
export const getInteractiveURL = (deps: QbwcDeps): string => deps.supportUrl;
export const interactiveDone = (): string => 'Done';
export const interactiveRejected = (): string => 'Rejected';
