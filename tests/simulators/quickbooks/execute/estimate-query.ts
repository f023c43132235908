import { filledText } from '../company/fields';
import type { Estimate } from '../company/records';
import { isTrue } from '../value-types';
import { estimateRet } from './estimate-ret';
import type { Handler } from './execution';
import { answerQuery } from './paging';
import { featureIsOff } from './references';
import { selectTxns, type TxnKind } from './txn-query';

const ESTIMATES: TxnKind<Estimate> = {
  all: file => file.estimates(),
  byId: (file, id) => file.state.estimates[id],
  specialAccount: 'Estimates',
  tests: () => [],
};

export const queryEstimates: Handler = execution => {
  const { file } = execution;
  if (!file.state.preferences.isUsingEstimates) throw featureIsOff();
  return answerQuery<Estimate>(execution, {
    select: fields => selectTxns(file, fields, ESTIMATES),
    idOf: ({ txnId }) => txnId,
    byId: id => file.state.estimates[id],
    ret: (estimate, fields) =>
      estimateRet(file, estimate, isTrue(filledText(fields, 'IncludeLineItems') ?? 'false')),
  });
};
