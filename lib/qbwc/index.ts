export { QBWC_CODES, type QbwcCode } from './codes';
export { isOperation, type OperationName, operationNamed } from './contract';
export type { CallContext, OperationCall, QbwcDeps } from './deps';
export { RefusedMessage, type SoapVersion } from './envelope';
export { handleCall } from './handle';
export { type QwcInput, qwcFile, qwcFileName } from './qwc';
export { actionName, headerRefusal, type ReceivedCall, receiveCall } from './receive';
export { answerEnvelope, type FaultCode, faultEnvelope, soapContentType } from './respond';
export { wsdl } from './wsdl';
