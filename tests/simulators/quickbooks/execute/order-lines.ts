import type { CompanyFile } from '../company/company-file';
import { type Fields, fieldsFrom, fieldsOf, filledText, groupOf, modified, without } from '../company/fields';
import { extended, fromCents, price, quantity, toCents, unitRate } from '../company/money';
import type { ListRecord, OrderLine } from '../company/records';
import { StatusError } from '../errors';
import type { XmlElement } from '../xml';
import { missingElement, saveFailed } from './execution';
import { objectNotFound, References } from './references';

export const SUBJECT = 'Purchase Order';
const NEW_LINE = '-1';
const PRICED = ['Quantity', 'Rate', 'Amount'];
const DEFAULTS = fieldsFrom({
  ReceivedQuantity: '0',
  UnbilledQuantity: '0',
  IsBilled: 'false',
  IsManuallyClosed: 'false',
});

const itemKind = (file: CompanyFile, fields: Fields): ListRecord | undefined => {
  const reference = groupOf(fields, 'ItemRef');
  return reference && file.byId(['item'], filledText(reference, 'ListID') ?? '');
};

export const isSubtotal = (file: CompanyFile, { fields }: OrderLine): boolean =>
  itemKind(file, fields)?.kind === 'ItemSubtotal';

export const centsOf = ({ fields }: OrderLine): bigint => toCents(filledText(fields, 'Amount') ?? '0');

/** Amount alone, or rate and quantity, or the item's own cost: one of them always decides the other two. */
function priced(sent: Fields, item: ListRecord | undefined): Fields {
  const count = filledText(sent, 'Quantity');
  const [rate, amount] = [filledText(sent, 'Rate'), filledText(sent, 'Amount')];
  const rest = { ...without(sent, PRICED), ...(count ? fieldsFrom({ Quantity: quantity(count) }) : {}) };
  if (amount !== undefined) {
    const cents = toCents(amount);
    return { ...rest, ...fieldsFrom({ Rate: unitRate(cents, count ?? '1'), Amount: fromCents(cents) }) };
  }
  const cost = filledText(groupOf(item?.fields ?? {}, 'SalesAndPurchase') ?? {}, 'PurchaseCost');
  const each = price(rate ?? cost ?? '0');
  return { ...rest, ...fieldsFrom({ Rate: each, Amount: fromCents(extended(each, count ?? '1')) }) };
}

/** What an item says on what is bought of it. */
export function itemText(item: ListRecord): string | undefined {
  const twoSided = groupOf(item.fields, 'SalesAndPurchase');
  const oneSided = groupOf(item.fields, 'SalesOrPurchase');
  if (twoSided) return filledText(twoSided, 'PurchaseDesc');
  if (oneSided) return filledText(oneSided, 'Desc');
  return filledText(item.fields, 'PurchaseDesc') ?? filledText(item.fields, 'ItemDesc');
}

const nonEmpty = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, values]) => values.some(value => value !== '')));

/** What lines of one kind of transaction have of their own. */
export interface LineForm {
  /** As refusals name the transaction. */
  readonly subject: string;
  /** `PurchaseOrderLineMod`: what stands in a group. */
  readonly nested: string;
  readonly defaults: Fields;
  /** Elements that decide what a line comes to. */
  readonly priced: readonly string[];
  /** Of these, what a line gets anew when the elements sent are those told. */
  readonly replaced: (sent: Fields) => readonly string[];
  readonly price: (fields: Fields, item: ListRecord | undefined) => Fields;
  readonly description: (item: ListRecord) => string | undefined;
}

const ORDER_LINES: LineForm = {
  subject: SUBJECT,
  nested: 'PurchaseOrderLineMod',
  defaults: DEFAULTS,
  priced: PRICED,
  replaced: sent => [filledText(sent, 'Amount') !== undefined ? 'Rate' : 'Amount'],
  price: priced,
  description: itemText,
};

/** Builds the lines of one transaction: keeps, changes, adds. What it is not given is gone. */
export class LineBuilder {
  private readonly references: References;

  constructor(
    private readonly file: CompanyFile,
    private readonly stored: readonly OrderLine[],
    private readonly form: LineForm = ORDER_LINES,
  ) {
    this.references = new References(file, form.subject);
  }

  /** `…LineAdd`, `…LineMod` and their groups, in the order sent. */
  build(elements: readonly XmlElement[]): readonly OrderLine[] {
    const lines = elements.map(element => this.line(element));
    const ids = lines.map(({ lineId }) => lineId);
    if (new Set(ids).size < ids.length) throw saveFailed(this.form.subject, 'A line is mentioned twice.');
    return this.withSubtotals(lines);
  }

  private line(element: XmlElement): OrderLine {
    const fields = fieldsOf(element);
    const kind = element.name.includes('Group') ? 'group' : 'line';
    const lineId = filledText(fields, 'TxnLineID') ?? NEW_LINE;
    if (lineId === NEW_LINE) return kind === 'group' ? this.newGroup(fields) : this.newLine(fields);
    const stored = this.stored.find(line => line.lineId === lineId && line.kind === kind);
    if (!stored) throw objectNotFound(lineId);
    const changes = without(fields, ['TxnLineID', this.form.nested]);
    if (kind === 'group') return this.changedGroup(stored, changes, element);
    return Object.keys(changes).length === 0 ? stored : this.changedLine(stored, changes);
  }

  private newLine(sent: Fields): OrderLine {
    const filled = without(nonEmpty(sent), ['TxnLineID']);
    const fields = this.references.resolve(filled);
    const item = this.usableItem(fields);
    if (!item) {
      if (this.form.priced.some(name => filledText(fields, name) !== undefined))
        throw missingElement('ItemRef');
      return { lineId: this.file.nextTxnId(), kind: 'line', fields, lines: [] };
    }
    const described = fields['Desc'] ? {} : fieldsFrom({ Desc: this.form.description(item) });
    const complete = { ...this.form.defaults, ...described, ...this.form.price(fields, item) };
    return { lineId: this.file.nextTxnId(), kind: 'line', fields: complete, lines: [] };
  }

  private changedLine(stored: OrderLine, sent: Fields): OrderLine {
    const changes = this.references.resolve(sent);
    const fields = modified(stored.fields, changes);
    const item = this.usableItem(fields);
    const isRepriced = this.form.priced.some(name => sent[name] !== undefined);
    if (!isRepriced || !item) return { ...stored, fields };
    const basis = without(fields, this.form.replaced(sent));
    return { ...stored, fields: this.form.price(basis, item) };
  }

  private newGroup(sent: Fields): OrderLine {
    const fields = this.references.resolve(without(nonEmpty(sent), ['TxnLineID', this.form.nested]));
    this.checkGroupItem(fields);
    return { lineId: this.file.nextTxnId(), kind: 'group', fields, lines: [] };
  }

  private changedGroup(stored: OrderLine, sent: Fields, element: XmlElement): OrderLine {
    const fields = modified(stored.fields, this.references.resolve(sent));
    this.checkGroupItem(fields);
    const nested = element.children.filter(({ name }) => name === this.form.nested);
    if (nested.length === 0) return { ...stored, fields };
    return { ...stored, fields, lines: new LineBuilder(this.file, stored.lines, this.form).build(nested) };
  }

  private usableItem(fields: Fields): ListRecord | undefined {
    const item = itemKind(this.file, fields);
    if (item?.kind === 'ItemGroup') throw this.wrongItem('Item', item);
    return item;
  }

  private checkGroupItem(fields: Fields): void {
    const reference = groupOf(fields, 'ItemGroupRef');
    const item = reference && this.file.byId(['item'], filledText(reference, 'ListID') ?? '');
    if (!item) throw missingElement('ItemGroupRef');
    if (item.kind !== 'ItemGroup') throw this.wrongItem('Item Group', item);
  }

  private wrongItem(label: string, item: ListRecord): StatusError {
    return new StatusError(
      3140,
      `There is an invalid reference to QuickBooks ${label} "${this.file.fullName(item)}" in the ${this.form.subject}.`,
    );
  }

  /** A subtotal line shows what stands above it since the last one. */
  private withSubtotals(lines: readonly OrderLine[]): readonly OrderLine[] {
    let sum = 0n;
    return lines.map(line => {
      if (!isSubtotal(this.file, line)) {
        sum += centsOf(line);
        return line;
      }
      const fields = { ...without(line.fields, ['Rate']), ...fieldsFrom({ Amount: fromCents(sum) }) };
      sum = 0n;
      return { ...line, fields };
    });
  }
}
