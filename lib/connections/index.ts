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
export { type ConnectionRecord, findConnection, findConnectionById, lockConnection } from './find';
export { judgeFile } from './guard';
export { type ConnectionHealth, heardFrom, listConnections } from './health';
export { OWNER_ID } from './owner';
export { type MissingRecord, type MissingSign, missingSigns, type Pause } from './pause';
