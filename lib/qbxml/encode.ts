import { AppError } from '@/lib/core/errors';
import type {
  AggregateField,
  AnyField,
  ChoiceField,
  Country,
  SequenceField,
  ValueField,
  Version,
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
  constructor(
    readonly messageName: string,
    readonly problems: readonly EncodeProblem[],
  ) {
    super('invalid', `${messageName}: ${problems.map(one => `${one.path} ${one.problem}`).join('; ')}.`);
  }
}

interface Run {
  readonly target: Target;
  readonly problems: EncodeProblem[];
}

type Content = Readonly<Record<string, unknown>>;

function isContent(value: unknown): value is Content {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isKnown(field: AnyField, target: Target): boolean {
  if (field.notIn.includes(target.country)) return false;
  return field.since === null || compareVersions(field.since, target.version) <= 0;
}

/** Component by component: 10.0 is after 9.0. */
export function compareVersions(left: Version, right: Version): number {
  return left[0] - right[0] || left[1] - right[1];
}

/** The elements of `content`, in the table's order. Problems are collected, all of them, in `run`. */
function encodeFields(fields: readonly AnyField[], content: Content, path: string, run: Run): XmlElement[] {
  reportUnknown(fields, content, path, run);
  return fields.flatMap(field => encodeField(field, content, path, run));
}

function encodeField(field: AnyField, content: Content, path: string, run: Run): XmlElement[] {
  if (field.kind === 'choice') return encodeChoice(field, content, path, run);
  const given = content[field.name];
  const place = `${path}.${field.name}`;
  if (given === undefined || (Array.isArray(given) && given.length === 0)) {
    if (field.required) run.problems.push({ path: place, problem: 'is missing' });
    return [];
  }
  if (!isKnown(field, run.target)) {
    const where = `QuickBooks ${run.target.country} with qbXML ${run.target.version.join('.')}`;
    run.problems.push({ path: place, problem: `is not known to ${where}` });
    return [];
  }
  if (field.kind === 'sequence') return encodeSequence(field, given, place, run);
  if (!field.many) return encodeOne(field, given, place, run);
  if (!Array.isArray(given)) {
    run.problems.push({ path: place, problem: 'is not a list' });
    return [];
  }
  return given.flatMap((one, index) => encodeOne(field, one, `${place}[${index}]`, run));
}

function encodeOne(
  field: ValueField | AggregateField,
  given: unknown,
  place: string,
  run: Run,
): XmlElement[] {
  if (field.kind === 'value') {
    const problem = problemOf(given, field, run.target.country);
    if (problem !== null) run.problems.push({ path: place, problem });
    return [{ name: field.name, content: problem === null ? writeValue(given) : '' }];
  }
  if (!isContent(given)) {
    run.problems.push({ path: place, problem: 'is not an aggregate' });
    return [];
  }
  return [{ name: field.name, content: encodeFields(field.fields, given, place, run) }];
}

function encodeChoice(field: ChoiceField, content: Content, path: string, run: Run): XmlElement[] {
  const used = field.branches.filter(branch => namesIn(branch).some(name => content[name] !== undefined));
  if (used.length > 1) {
    run.problems.push({
      path,
      problem: `gives more than one of ${used.map(one => namesIn(one).join('+')).join(' | ')}`,
    });
  }
  const [branch] = used;
  if (branch === undefined) {
    if (field.required)
      run.problems.push({ path, problem: `needs one of ${field.branches.flatMap(namesIn).join(', ')}` });
    return [];
  }
  return branch.flatMap(one => encodeField(one, content, path, run));
}

function encodeSequence(field: SequenceField, given: unknown, place: string, run: Run): XmlElement[] {
  if (!Array.isArray(given)) {
    run.problems.push({ path: place, problem: 'is not a list' });
    return [];
  }
  return given.flatMap((entry: unknown, index) => {
    const at = `${place}[${index}]`;
    const names = isContent(entry) ? Object.keys(entry) : [];
    const member = field.members.find(one => one.name === names[0]);
    if (!isContent(entry) || names.length !== 1 || member === undefined) {
      run.problems.push({
        path: at,
        problem: `is not one of ${field.members.map(one => one.name).join(', ')}`,
      });
      return [];
    }
    return encodeOne(member, entry[member.name], `${at}.${member.name}`, run);
  });
}

function namesIn(fields: readonly AnyField[]): string[] {
  return fields.flatMap(field => (field.kind === 'choice' ? field.branches.flatMap(namesIn) : [field.name]));
}

function reportUnknown(fields: readonly AnyField[], content: Content, path: string, run: Run): void {
  const known = new Set(namesIn(fields));
  for (const [name, value] of Object.entries(content)) {
    if (value !== undefined && !known.has(name))
      run.problems.push({ path: `${path}.${name}`, problem: 'is not part of the message' });
  }
}

/**
 * The content of a message as elements in Intuit's order.
 * @throws Unencodable with every problem found: order, lengths, forms, country, version, choices.
 */
export function encodeContent(
  name: string,
  fields: readonly AnyField[],
  content: Content,
  target: Target,
): XmlElement[] {
  const run: Run = { target, problems: [] };
  const elements = encodeFields(fields, content, name, run);
  if (run.problems.length > 0) throw new Unencodable(name, run.problems);
  return elements;
}
