import type { Outcome } from '../answers';
import { filledText, modified, textOf, without } from '../company/fields';
import { isTrue } from '../value-types';
import { withContacts } from './contacts';
import { bodyOf, type Execution, one, recordInUse, staleSequence } from './execution';
import { checkName, listChange, noPermission, stampsOf, withPlainAmounts } from './list-add';
import { listRet } from './list-query';
import { objectNotFound, References } from './references';

const HEAD = ['ListID', 'EditSequence', 'Name', 'IsActive', 'ContactsMod', 'AdditionalNotesMod'];

/** Changes what is sent, clears what is sent empty, keeps the rest. */
export function modifyVendor(execution: Execution): Outcome {
  const { file, commit } = execution;
  if (execution.isLimitedUser) throw noPermission();
  const sent = bodyOf(execution);
  const listId = filledText(sent, 'ListID') ?? '';
  const record = file.byId(['vendor'], listId);
  if (!record) throw objectNotFound(listId);
  if (file.locked.has(listId)) throw recordInUse('Vendor');
  const sequence = textOf(sent, 'EditSequence') ?? '';
  if (sequence !== String(record.editSequence)) throw staleSequence(sequence);
  const name = textOf(sent, 'Name') ?? record.name;
  if (name.toLowerCase() !== record.name.toLowerCase()) checkName(file, 'vendor', { name, parentId: null });
  const changes = new References(file, 'Vendor').resolve(without(sent, HEAD));
  const stored = modified(record.fields, changes);
  const fields = withContacts(stored, sent, stampsOf(file, listId, record.editSequence + 1));
  file.save(record);
  record.name = name;
  record.fields = withPlainAmounts(fields);
  const isActive = filledText(sent, 'IsActive');
  if (isActive !== undefined) record.isActive = isTrue(isActive);
  commit(listChange(file, record, { action: 'modified', label: 'Vendor' }));
  return one(listRet(file, record));
}
