import type { Outcome } from '../answers';
import type { CompanyFile } from '../company/company-file';
import { type Fields, fieldsFrom, filledText, groupOf, modified, textOf, without } from '../company/fields';
import { readable } from '../company/money';
import type { Estimate } from '../company/records';
import type { XmlElement } from '../xml';
import { ESTIMATE_LINES, SUBJECT } from './estimate-lines';
import { estimateRet, estimateTotal } from './estimate-ret';
import {
  bodyOf,
  type Change,
  type Execution,
  one,
  recordInUse,
  saveFailed,
  staleSequence,
} from './execution';
import { noPermission } from './list-add';
import { LineBuilder } from './order-lines';
import { featureIsOff, objectNotFound, References } from './references';

const LINE_NAMES = ['EstimateLineAdd', 'EstimateLineGroupAdd', 'EstimateLineMod', 'EstimateLineGroupMod'];

function linesIn({ request }: Execution): readonly XmlElement[] {
  const [body] = request.element.children;
  return (body?.children ?? []).filter(({ name }) => LINE_NAMES.includes(name));
}

function checkMayWrite({ file, isLimitedUser }: Execution): void {
  if (!file.state.preferences.isUsingEstimates) throw featureIsOff();
  if (isLimitedUser) throw noPermission();
}

/** The next number after the highest one that is only digits. */
function nextRefNumber(file: CompanyFile): string {
  const numbers = file.estimates().map(({ fields }) => filledText(fields, 'RefNumber') ?? '');
  const highest = numbers
    .filter(text => /^\d+$/.test(text))
    .reduce((most, text) => Math.max(most, Number(text)), 0);
  return String(highest + 1);
}

export function estimateChange(file: CompanyFile, estimate: Estimate, action: Change['action']): Change {
  const job = file.byId(
    ['customer'],
    filledText(groupOf(estimate.fields, 'CustomerRef') ?? {}, 'ListID') ?? '',
  );
  const label = filledText(estimate.fields, 'RefNumber') ?? '';
  const count = `${estimate.lines.length} ${estimate.lines.length === 1 ? 'line' : 'lines'}`;
  const total = readable(estimateTotal(file, estimate));
  return {
    object: 'Estimate',
    action,
    id: estimate.txnId,
    label,
    editSequence: String(estimate.editSequence),
    externalGuid: filledText(estimate.fields, 'ExternalGUID') ?? null,
    line: `Estimate ${label} ${action} for ${job?.name ?? 'nobody'}, ${count}, ${total}`,
  };
}

function headOf(file: CompanyFile, sent: Fields): Fields {
  const given = without(sent, LINE_NAMES);
  const filled = Object.fromEntries(
    Object.entries(given).filter(([name, values]) => name === 'RefNumber' || values.some(one => one !== '')),
  );
  const fields = new References(file, SUBJECT).resolve(filled);
  const day = filledText(fields, 'TxnDate') ?? file.time.day(file.now());
  const defaults = {
    TxnDate: day,
    RefNumber: textOf(fields, 'RefNumber') === undefined ? nextRefNumber(file) : null,
    IsActive: 'true',
    DueDate: day,
    IsToBeEmailed: 'false',
  };
  return { ...fieldsFrom(defaults), ...fields };
}

/** Estimates are no bookings: the closing date does not matter to them. */
export function addEstimate(execution: Execution): Outcome {
  const { file, commit } = execution;
  checkMayWrite(execution);
  const fields = headOf(file, bodyOf(execution));
  const txnId = file.nextTxnId();
  // The account line that no answer shows takes an id of the same series.
  file.nextTxnId();
  const lines = new LineBuilder(file, [], ESTIMATE_LINES).build(linesIn(execution));
  file.state.counters.txnNumber += 1;
  const { txnNumber } = file.state.counters;
  const now = file.now();
  const estimate: Estimate = {
    txnId,
    txnNumber,
    createdAt: now,
    modifiedAt: now,
    editSequence: now,
    fields,
    lines,
  };
  file.state.estimates[txnId] = estimate;
  commit(estimateChange(file, estimate, 'added'));
  return one(estimateRet(file, estimate, true));
}

/** Replaces the line list by the one sent; with no line element at all the lines stay as they are. */
export function modifyEstimate(execution: Execution): Outcome {
  const { file, commit } = execution;
  checkMayWrite(execution);
  const sent = bodyOf(execution);
  const txnId = filledText(sent, 'TxnID') ?? '';
  const estimate = file.state.estimates[txnId];
  if (!estimate) throw objectNotFound(txnId);
  if (file.locked.has(txnId)) throw recordInUse(SUBJECT);
  const sequence = textOf(sent, 'EditSequence') ?? '';
  if (sequence !== String(estimate.editSequence)) throw staleSequence(sequence);
  const changes = new References(file, SUBJECT).resolve(
    without(sent, ['TxnID', 'EditSequence', 'CreateChangeOrder', ...LINE_NAMES]),
  );
  const fields = modified(estimate.fields, changes);
  if (!groupOf(fields, 'CustomerRef')) throw saveFailed(SUBJECT, 'An estimate needs a customer.');
  const elements = linesIn(execution);
  const lines =
    elements.length === 0
      ? estimate.lines
      : new LineBuilder(file, estimate.lines, ESTIMATE_LINES).build(elements);
  file.save(estimate);
  estimate.fields = fields;
  estimate.lines = lines;
  commit(estimateChange(file, estimate, 'modified'));
  return one(estimateRet(file, estimate, true));
}
