/** What is known of the company file around an invoice that becomes a bill. */
export interface BillBooks {
  /** TxnLineIDs of the purchase order's lines, by the Procore lines they were made from. Ids of the two are apart. */
  readonly orderLines: {
    readonly contract: Readonly<Record<string, string>>;
    readonly change: Readonly<Record<string, string>>;
  };
  /** Who holds a number at this vendor already, in whatever case, by the number as it was asked for. */
  readonly numberHolders: Readonly<Record<string, { readonly description: string }>>;
  /** Items that the settings name for bills, by ListID. */
  readonly items: Readonly<Record<string, ItemCopy>>;
  /** Bills that carry the mark of the next export without being linked, as after a restore of our own database. */
  readonly markedIds: readonly string[];
}

export interface ItemCopy {
  readonly name: string;
  /** `ItemService` */
  readonly qbType: string;
  readonly isActive: boolean;
  readonly isGone: boolean;
  /** A cost code is linked to it. */
  readonly isCostCode: boolean;
}

/** What a flow wants to know of bills. */
export interface BillNeed {
  readonly commitmentId: string;
  /** By its id in Procore. */
  readonly vendorId: string | null;
  /** Every number the bill may get. */
  readonly numbers: readonly string[];
}

export const NO_BILLS: BillBooks = {
  orderLines: { contract: {}, change: {} },
  numberHolders: {},
  items: {},
  markedIds: [],
};
