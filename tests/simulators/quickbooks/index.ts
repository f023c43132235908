export type { Bookkeeper, LineByHand, OrderByHand } from './bookkeeper';
export type { BillLineView, BillView, BooksView, LineView, ListView, PurchaseOrderView } from './books-view';
export { HRESULT, QuickBooksError } from './errors';
export { capturesDirectory, schemaDirectory } from './evidence';
export type { JournalEntry } from './machine';
export type { Backup, Moods, OtherFile } from './moods/moods';
export type { RequestMatch, Times } from './moods/rules';
export { type OpenCompany, QuickBooks, type QuickBooksOptions, type QuickBooksSession } from './quickbooks';
export type { Spoiler, Spoiling } from './spoil';
