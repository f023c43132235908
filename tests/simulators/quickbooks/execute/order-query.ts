import { filledText } from '../company/fields';
import type { PurchaseOrder } from '../company/records';
import { isTrue } from '../value-types';
import type { Handler } from './execution';
import { orderRet } from './order-ret';
import { answerQuery } from './paging';
import { selectTxns, type TxnKind } from './txn-query';

const ORDERS: TxnKind<PurchaseOrder> = {
  all: file => file.orders(),
  byId: (file, id) => file.state.orders[id],
  specialAccount: 'PurchaseOrders',
  tests: () => [],
};

export const queryPurchaseOrders: Handler = execution => {
  const { file } = execution;
  return answerQuery<PurchaseOrder>(execution, {
    select: fields => selectTxns(file, fields, ORDERS),
    idOf: ({ txnId }) => txnId,
    byId: id => file.state.orders[id],
    ret: (order, fields) => orderRet(file, order, isTrue(filledText(fields, 'IncludeLineItems') ?? 'false')),
  });
};
