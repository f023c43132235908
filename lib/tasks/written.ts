/** What became of one record: its id in Procore, null where it is there no more, or why it was not written. */
export type Written = { readonly procoreId: string | null } | { readonly refused: string };
