import { HRESULT, QuickBooksError } from './errors';
import type { ChoiceNode, Country, GrammarNode, GroupNode, ValueNode } from './grammar';
import { hasRightForm, isCalendarDay, isTooLong, settled } from './value-types';
import { throughWindows1252 } from './windows-1252';
import type { XmlElement } from './xml';

interface Cursor {
  readonly children: readonly XmlElement[];
  readonly parent: string;
  readonly taken: XmlElement[];
  at: number;
}

const refuse = (reason: string): never => {
  throw new QuickBooksError(HRESULT.cannotParse, reason);
};

function isImpossibleMoment(text: string): boolean {
  const [, year, month, day, hour = '0', minute = '0', second = '0'] =
    /^(\d+)-(\d+)-(\d+)(?:T(\d+)(?::(\d+)(?::(\d+))?)?)?/.exec(text) ?? [];
  if (year === undefined) return false;
  const isDay = isCalendarDay(Number(year), Number(month), Number(day));
  return !isDay || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59;
}

/** Walks one request along its table: order, counts, choices, forms of values. Refuses with 0x80040400. */
export class Matcher {
  readonly findings: { code: number; message: string }[] = [];

  constructor(
    private readonly version: number,
    private readonly country: Country,
  ) {}

  /** The element as QuickBooks takes it in. */
  take(element: XmlElement, nodes: readonly GrammarNode[]): XmlElement {
    if (element.text.trim() !== '') refuse(`text in ${element.name}`);
    const cursor: Cursor = { children: element.children, parent: element.name, taken: [], at: 0 };
    this.sequence(nodes, cursor);
    const left = cursor.children[cursor.at];
    if (left) refuse(`${left.name} is not expected here in ${element.name}`);
    return { ...element, text: '', children: cursor.taken };
  }

  private sequence(nodes: readonly GrammarNode[], cursor: Cursor): void {
    for (const node of nodes) {
      if (node.kind === 'choice') this.choice(node, cursor);
      else if (this.exists(node)) this.elements(node, cursor);
    }
  }

  private elements(node: ValueNode | GroupNode, cursor: Cursor): void {
    let count = 0;
    while (count < node.most && cursor.children[cursor.at]?.name === node.name) {
      this.element(node, cursor);
      cursor.at += 1;
      count += 1;
    }
    if (count < node.least) refuse(`${node.name} is missing in ${cursor.parent}`);
  }

  private choice(node: ChoiceNode, cursor: Cursor): void {
    let count = 0;
    while (count < node.most) {
      const name = cursor.children[cursor.at]?.name;
      const branch = node.branches.find(nodes => name !== undefined && this.canStart(nodes, name));
      if (!branch) break;
      this.sequence(branch, cursor);
      count += 1;
    }
    const canBeEmpty = node.branches.some(nodes => nodes.every(one => this.isOptional(one)));
    if (count < node.least && !canBeEmpty) refuse(`a choice in ${cursor.parent} is not made`);
  }

  private exists(node: ValueNode | GroupNode): boolean {
    return node.since <= this.version;
  }

  private isOptional(node: GrammarNode): boolean {
    if (node.least === 0) return true;
    if (node.kind !== 'choice') return !this.exists(node);
    return node.branches.some(branch => branch.every(one => this.isOptional(one)));
  }

  private canStart(nodes: readonly GrammarNode[], name: string): boolean {
    for (const node of nodes) {
      if (node.kind === 'choice') {
        if (node.branches.some(branch => this.canStart(branch, name))) return true;
      } else if (this.exists(node) && node.name === name) return true;
      if (!this.isOptional(node)) return false;
    }
    return false;
  }

  private element(node: ValueNode | GroupNode, cursor: Cursor): void {
    const element = cursor.children[cursor.at];
    if (!element) return;
    const [attribute] = Object.keys(element.attributes);
    if (attribute !== undefined) refuse(`attribute ${attribute} on ${element.name}`);
    const taken = node.kind === 'group' ? this.take(element, node.children) : this.value(node, element);
    if (!node.notIn.includes(this.country)) cursor.taken.push(taken);
    else {
      const message = `The field ${node.name} is not supported by this edition of QuickBooks and was ignored.`;
      this.findings.push({ code: 530, message });
    }
  }

  private value(node: ValueNode, element: XmlElement): XmlElement {
    const [child] = element.children;
    if (child) refuse(`${child.name} inside the value ${node.name}`);
    if (!hasRightForm(node, element.text)) refuse(`"${element.text}" is no ${node.type} in ${node.name}`);
    const most = node.maxLength?.[this.country];
    if (most !== undefined && isTooLong(element.text, most)) {
      const message = `The string "${element.text}" in the field "${node.name}" is too long. The maximum length is ${most}.`;
      this.findings.push({ code: 3070, message });
    }
    if (node.type === 'datetime' && isImpossibleMoment(element.text)) {
      const message = `There was an error when converting the date value "${element.text}" in the field "${node.name}".`;
      this.findings.push({ code: 3020, message });
    }
    const text = element.text === '' ? (node.byDefault ?? '') : element.text;
    return { ...element, text: throughWindows1252(settled(node.type, text)) };
  }
}
