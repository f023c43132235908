export {
  allowEdition,
  confirmCompanyFile,
  pauseConnection,
  removeConnection,
  renewPassword,
  resumeConnection,
} from './change';
export { type CreatedConnection, createConnection } from './create';
export { editionVerdict, productLine, yearOf } from './editions';
export { type CompanyFileFacts, factsOf, targetFor } from './facts';
export { type ConnectionRecord, findConnection, findConnectionById } from './find';
export { judgeFile } from './guard';
export { type ConnectionHealth, heardFrom, listConnections } from './health';
export { OWNER_ID } from './owner';
