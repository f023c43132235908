export { QBWC_CODES, type QbwcCode } from './codes';
export { isOperation, type OperationName, operationNamed } from './contract';
export type { CallContext, QbwcDeps } from './deps';
export { type Call, RefusedMessage, type SoapVersion } from './envelope';
export { handleCall } from './handle';
export { type QwcInput, qwcFile, qwcFileName } from './qwc';
export { actionName, headerRefusal, receiveCall } from './receive';
export { answerEnvelope, type FaultCode, faultEnvelope, soapContentType } from './respond';
export { wsdl } from './wsdl';
