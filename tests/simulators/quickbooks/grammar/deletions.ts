/** What was deleted, in the last 90 days. */
export const REQUESTS = `
TxnDeletedQueryRq v2 @counts {
  TxnDelType+ enum:TxnDelType
  DeletedDateRangeFilter? :deletedRange
  ...returned
}
ListDeletedQueryRq v2 @counts {
  ListDelType+ enum:ListDelType
  DeletedDateRangeFilter? :deletedRange
  ...returned
}
`;

export const RETS = `
TxnDeletedRet {
  TxnDelType! enum:TxnDelType
  TxnID! id
  TimeCreated! datetime
  TimeDeleted! datetime
  RefNumber? str
}
ListDeletedRet {
  ListDelType! enum:ListDelType
  ListID! id
  TimeCreated! datetime
  TimeDeleted! datetime
  FullName? str
}
`;
