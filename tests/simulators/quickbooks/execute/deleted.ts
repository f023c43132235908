import type { Ret } from '../answers';
import type { CompanyFile } from '../company/company-file';
import { fieldsFrom, groupOf, textsOf } from '../company/fields';
import type { Deletion } from '../company/records';
import type { Handler } from './execution';
import { isWithin } from './filters';
import { answerQuery } from './paging';

/** How long QuickBooks remembers a deletion. */
export const DELETIONS_KEPT_DAYS = 90;

interface Names {
  readonly ret: string;
  readonly type: string;
  readonly id: string;
  readonly label: string;
}

const TXN: Names = { ret: 'TxnDeletedRet', type: 'TxnDelType', id: 'TxnID', label: 'RefNumber' };
const LIST: Names = { ret: 'ListDeletedRet', type: 'ListDelType', id: 'ListID', label: 'FullName' };

function deletedRet(file: CompanyFile, names: Names, deletion: Deletion): Ret {
  const fields = fieldsFrom({
    [names.type]: deletion.type,
    [names.id]: deletion.id,
    TimeCreated: file.time.moment(deletion.createdAt),
    TimeDeleted: file.time.moment(deletion.deletedAt),
    [names.label]: deletion.label,
  });
  return { name: names.ret, fields };
}

const deletions =
  (names: Names): Handler =>
  execution => {
    const { file } = execution;
    const oldest = file.now() - DELETIONS_KEPT_DAYS * 86_400;
    return answerQuery<Deletion>(execution, {
      select: fields => {
        const types = textsOf(fields, names.type);
        const range = groupOf(fields, 'DeletedDateRangeFilter') ?? {};
        const isInSpan = isWithin(range, { from: 'FromDeletedDate', to: 'ToDeletedDate' }, file.time);
        const found = file.state.deletions.filter(
          ({ type, deletedAt }) => types.includes(type) && deletedAt >= oldest && isInSpan(deletedAt),
        );
        return { found, missing: [] };
      },
      idOf: ({ id }) => id,
      byId: id => file.state.deletions.find(deletion => deletion.id === id),
      ret: deletion => deletedRet(file, names, deletion),
    });
  };

export const queryDeletedTransactions = deletions(TXN);
export const queryDeletedListObjects = deletions(LIST);
