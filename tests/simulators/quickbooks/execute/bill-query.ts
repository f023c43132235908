import type { Ret } from '../answers';
import type { CompanyFile } from '../company/company-file';
import { type Fields, fieldsFrom, filledText } from '../company/fields';
import { fromCents, toCents } from '../company/money';
import type { Bill } from '../company/records';
import { isTrue } from '../value-types';
import type { Handler } from './execution';
import { withAddressBlocks } from './list-query';
import { answerQuery } from './paging';
import { named } from './references';
import { selectTxns, type TxnKind } from './txn-query';

export const billTotal = ({ lines }: Pick<Bill, 'lines'>): bigint =>
  lines.reduce((sum, { fields }) => sum + toCents(filledText(fields, 'Amount') ?? '0'), 0n);

export const openCents = (bill: Bill): bigint => billTotal(bill) - BigInt(bill.paidCents);

const isPaid = (bill: Bill): boolean => openCents(bill) === 0n;

const isIncluded = (fields: Fields, name: string): boolean => isTrue(filledText(fields, name) ?? 'false');

/** The bill as an answer shows it; lines and linked transactions only when they are asked for. */
export function billRet(file: CompanyFile, bill: Bill, asked: Fields): Ret {
  const lines = bill.lines.map(({ kind, lineId, fields }) => ({
    kind,
    fields: { ...fieldsFrom({ TxnLineID: lineId }), ...named(file, fields) },
  }));
  const shown = isIncluded(asked, 'IncludeLineItems') ? lines : [];
  const { VendorAddressBlock: _block, ...head } = withAddressBlocks(named(file, bill.fields));
  const fields = {
    ...fieldsFrom({
      TxnID: bill.txnId,
      TimeCreated: file.time.moment(bill.createdAt),
      TimeModified: file.time.moment(bill.modifiedAt),
      EditSequence: String(bill.editSequence),
      TxnNumber: String(bill.txnNumber),
      AmountDue: fromCents(billTotal(bill)),
      IsPaid: String(isPaid(bill)),
      OpenAmount: fromCents(openCents(bill)),
    }),
    ...head,
    LinkedTxn: isIncluded(asked, 'IncludeLinkedTxns') ? bill.links : [],
    ExpenseLineRet: shown.filter(({ kind }) => kind === 'expense').map(line => line.fields),
  };
  const items = shown.filter(({ kind }) => kind === 'item');
  return {
    name: 'BillRet',
    fields,
    lines: items.map(line => ({ name: 'ItemLineRet', fields: line.fields })),
  };
}

const BILLS: TxnKind<Bill> = {
  all: file => file.bills(),
  byId: (file, id) => file.state.bills[id],
  specialAccount: 'AccountsPayable',
  tests: fields => {
    const status = filledText(fields, 'PaidStatus') ?? 'All';
    return status === 'All' ? [] : [bill => isPaid(bill) === (status === 'PaidOnly')];
  },
};

export const queryBills: Handler = execution => {
  const { file } = execution;
  return answerQuery<Bill>(execution, {
    select: fields => selectTxns(file, fields, BILLS),
    idOf: ({ txnId }) => txnId,
    byId: id => file.state.bills[id],
    ret: (bill, fields) => billRet(file, bill, fields),
  });
};
