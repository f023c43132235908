export type { EnvelopeForm, Method, Parameters } from './envelope';
export { type Polling, startPolling } from './polling';
export { SoapClient, type SoapClientOptions, SoapError } from './soap-client';
export { type Outcome, runUpdate, type UpdateReport, type WebConnectorOptions } from './update';
export { type FaultKind, Wire, type WireFault, type WireOptions } from './wire';
