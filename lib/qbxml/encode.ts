import { AppError } from '@/lib/core/errors';
import {
  type AggregateField,
  type AnyField,
  type ChoiceField,
  type Country,
  compareVersions,
  type SequenceField,
  type ValueField,
  type Version,
} from './fields';
import { problemOf, writeValue } from './values';
import type { XmlElement } from './xml';

/** The QuickBooks a message is written for. */
export interface Target {
  readonly country: Country;
  readonly version: Version;
}

export interface EncodeProblem {
  /** `PurchaseOrderAdd.Lines[2].Desc` */
  readonly path: string;
  readonly problem: string;
}

/** A message that QuickBooks would refuse. It was not sent. */
export class Unencodable extends AppError {
  static override readonly kind = 'Unencodable';

  constructor(
    readonly messageName: string,
    readonly problems: readonly EncodeProblem[],
  ) {
    super('invalid', `${messageName}: ${problems.map(one => `${one.path} ${one.problem}`).join('; ')}.`);
  }
}

/** Where in the message the encoder stands. All places of one message share `problems`. */
interface Place {
  readonly target: Target;
  readonly path: string;
  readonly problems: EncodeProblem[];
}

function below(place: Place, step: string): Place {
  return { ...place, path: `${place.path}${step}` };
}

function report({ path, problems }: Place, problem: string): void {
  problems.push({ path, problem });
}

function reportForeign(place: Place): void {
  const { country, version } = place.target;
  report(place, `is not known to QuickBooks ${country} with qbXML ${version.join('.')}`);
}

type Content = Readonly<Record<string, unknown>>;

function isContent(value: unknown): value is Content {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isKnown(field: AnyField, target: Target): boolean {
  if (field.notIn.includes(target.country)) return false;
  return field.since === null || compareVersions(field.since, target.version) <= 0;
}

/** The elements of `content`, in the table's order. */
function encodeFields(fields: readonly AnyField[], content: Content, place: Place): XmlElement[] {
  reportUnknown(fields, content, place);
  return fields.filter(field => !isAttribute(field)).flatMap(field => encodeField(field, content, place));
}

function isAttribute(field: AnyField): boolean {
  return field.kind === 'value' && field.isAttribute;
}

function encodeAggregate(field: AggregateField, given: Content, place: Place): XmlElement {
  const elements = encodeFields(field.fields, given, place);
  const marks = field.fields.filter(isAttribute).flatMap(mark => encodeField(mark, given, place));
  if (marks.length === 0) return { name: field.name, content: elements };
  const attributes = Object.fromEntries(marks.map(mark => [mark.name, String(mark.content)]));
  return { name: field.name, attributes, content: elements };
}

function encodeField(field: AnyField, content: Content, place: Place): XmlElement[] {
  if (field.kind === 'choice') return encodeChoice(field, content, place);
  const given = content[field.name];
  const here = below(place, `.${field.name}`);
  if (given === undefined || (Array.isArray(given) && given.length === 0)) {
    if (field.required) report(here, 'is missing');
    return [];
  }
  if (!isKnown(field, place.target)) {
    reportForeign(here);
    return [];
  }
  if (field.kind === 'sequence') return encodeSequence(field, given, here);
  if (!field.many) return encodeOne(field, given, here);
  if (!Array.isArray(given)) {
    report(here, 'is not a list');
    return [];
  }
  if (field.most !== null && given.length > field.most)
    report(here, `has ${given.length} entries, QuickBooks takes ${field.most}`);
  return given.flatMap((one, index) => encodeOne(field, one, below(here, `[${index}]`)));
}

function encodeOne(field: ValueField | AggregateField, given: unknown, place: Place): XmlElement[] {
  if (field.kind === 'value') {
    const problem = problemOf(given, field, place.target.country);
    if (problem !== null) report(place, problem);
    return [{ name: field.name, content: problem === null ? writeValue(given) : '' }];
  }
  if (!isContent(given)) {
    report(place, 'is not an aggregate');
    return [];
  }
  return [encodeAggregate(field, given, place)];
}

function encodeChoice(field: ChoiceField, content: Content, place: Place): XmlElement[] {
  const used = field.branches.filter(branch => namesIn(branch).some(name => content[name] !== undefined));
  if (used.length > 1)
    report(place, `gives more than one of ${used.map(one => namesIn(one).join('+')).join(' | ')}`);
  const [branch] = used;
  if (branch === undefined) {
    if (field.required) report(place, `needs one of ${field.branches.flatMap(namesIn).join(', ')}`);
    return [];
  }
  if (!isKnown(field, place.target)) {
    for (const name of namesIn(branch))
      if (content[name] !== undefined) reportForeign(below(place, `.${name}`));
    return [];
  }
  return branch.flatMap(one => encodeField(one, content, place));
}

function encodeSequence(field: SequenceField, given: unknown, place: Place): XmlElement[] {
  if (!Array.isArray(given)) {
    report(place, 'is not a list');
    return [];
  }
  return given.flatMap((entry: unknown, index) => {
    const here = below(place, `[${index}]`);
    const names = isContent(entry) ? Object.keys(entry) : [];
    const member = field.members.find(one => one.name === names[0]);
    if (!isContent(entry) || names.length !== 1 || member === undefined) {
      report(here, `is not one of ${field.members.map(one => one.name).join(', ')}`);
      return [];
    }
    return encodeOne(member, entry[member.name], below(here, `.${member.name}`));
  });
}

function namesIn(fields: readonly AnyField[]): string[] {
  return fields.flatMap(field => (field.kind === 'choice' ? field.branches.flatMap(namesIn) : [field.name]));
}

function reportUnknown(fields: readonly AnyField[], content: Content, place: Place): void {
  const known = new Set(namesIn(fields));
  for (const [name, value] of Object.entries(content)) {
    if (value !== undefined && !known.has(name))
      report(below(place, `.${name}`), 'is not part of the message');
  }
}

/**
 * The content of a message as elements in Intuit's order.
 * @throws Unencodable with every problem found: order, lengths, forms, country, version, choices.
 */
export function encodeContent(
  { name, fields }: { readonly name: string; readonly fields: readonly AnyField[] },
  content: Content,
  target: Target,
): XmlElement[] {
  const place: Place = { target, path: name, problems: [] };
  const elements = encodeFields(fields, content, place);
  if (place.problems.length > 0) throw new Unencodable(name, place.problems);
  return elements;
}
