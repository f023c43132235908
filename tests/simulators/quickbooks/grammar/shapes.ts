import { readTables } from './notation';

/** Pieces that several messages share. */
const TEXT = `
returned {
  IncludeRetElement* str50 v4
}
listCore {
  ListID! id
  TimeCreated! datetime
  TimeModified! datetime
  EditSequence! str16
}
capacity {
  MaxCapacity! int
}
currencyFilter {
  (!
    ListID+ id
  |
    FullName+ str64
  )
}
balanceFilter {
  Operator! enum:Operator
  Amount! amt
}
classFilter {
  (!
    ListID+ id
  |
    FullName+ str
  |
    ListIDWithChildren! id
  |
    FullNameWithChildren! str
  )
}
address {
  Addr1? str41
  Addr2? str41
  Addr3? str41
  Addr4? str41 v2
  Addr5? str41 v6
  City? str31
  State? str21
  PostalCode? str13
  Country? str31
  Note? str41 v6
}
contactDetail {
  ContactName! str40
  ContactValue! str255
}
contact {
  Salutation? str15
  FirstName! str25
  MiddleName? str5
  LastName? str25
  JobTitle? str41
  AdditionalContactRef*5 :contactDetail
}
note {
  Note! str4095
}
contactMod {
  ListID! id
  EditSequence! str16
  Salutation? str15
  FirstName! str25
  MiddleName? str5
  LastName? str25
  JobTitle? str41
  AdditionalContactRef*5 :contactDetail
}
noteMod {
  NoteID! int
  Note! str4095
}
shipTo {
  Name! str41
  Addr1? str41
  Addr2? str41
  Addr3? str41
  Addr4? str41 v2
  Addr5? str41 v6
  City? str31
  State? str21
  PostalCode? str13
  Country? str31
  Note? str41 v6
  DefaultShipTo? bool
}
creditCard {
  CreditCardNumber? str25
  ExpirationMonth? int1-12
  ExpirationYear? int
  NameOnCard? str41
  CreditCardAddress? str41
  CreditCardPostalCode? str41
}
barCode {
  BarCodeValue? str50
  AssignEvenIfUsed? bool
  AllowOverride? bool
}
oneSided {
  Desc? str4095
  (?
    Price! price
  |
    PricePercent! pct
  )
  AccountRef? ref159
}
twoSided {
  SalesDesc? str4095
  SalesPrice? price
  IncomeAccountRef? ref159
  PurchaseDesc? str4095
  PurchaseCost? price
  PurchaseTaxCodeRef? ref3 -US v6
  ExpenseAccountRef? ref159
  PrefVendorRef? ref41
}
dataExt {
  OwnerID! guid
  DataExtName! str31
  DataExtValue! str
}
modifiedRange {
  FromModifiedDate? datetime
  ToModifiedDate? datetime
}
withChildren {
  (!
    ListID+ id v2
  |
    FullName+ str
  |
    ListIDWithChildren! id v2
  |
    FullNameWithChildren! str
  )
}
deletedRange {
  FromDeletedDate? datetime
  ToDeletedDate? datetime
}
addressBlock {
  Addr1? str41
  Addr2? str41
  Addr3? str41
  Addr4? str41
  Addr5? str41
}
dataExtRet {
  OwnerID? guid
  DataExtName! str31
  DataExtType! enum:DataExtType
  DataExtValue! str
}
contactRet {
  ListID! id
  TimeCreated! datetime
  TimeModified! datetime
  EditSequence! str16
  Contact? str41
  Salutation? str15
  FirstName! str25
  MiddleName? str5
  LastName? str25
  JobTitle? str41
  AdditionalContactRef*5 :contactDetail
}
noteRet {
  NoteID! int
  Date! date
  Note! str4095
}
linkedTxn {
  TxnID! id
  TxnType! enum:TxnType
  TxnDate! date
  RefNumber? str20
  LinkType? enum AMTTYPE|QUANTYPE v3
  Amount! amt
  TxnLineDetail* -US -CA {
    TxnLineID! id
    Amount! amt
  }
}
nameFilter {
  MatchCriterion! enum StartsWith|Contains|EndsWith
  Name! str
}
nameRangeFilter {
  FromName? str
  ToName? str
}
listFilter {
  MaxReturned? int1-
  ActiveStatus? enum ActiveOnly|InactiveOnly|All =ActiveOnly
  FromModifiedDate? datetime
  ToModifiedDate? datetime
  (?
    NameFilter! :nameFilter
  |
    NameRangeFilter! :nameRangeFilter
  )
}
`;

export const shapes = new Map([...readTables(TEXT)].map(([name, { children }]) => [name, children]));
