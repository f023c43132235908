/** Identifies this application to QuickBooks: one for all customers and versions. It must never change. */
export const OWNER_ID = '{C9B7A5D2-5E0F-4B1C-8F65-2B7A6E31D904}';
