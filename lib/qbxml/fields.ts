/**
 * The vocabulary in which messages are declared: ordered tables of fields. Types, encoder, decoder and the checks of
 * length, country and version all derive from one table, so that none of them can disagree with another.
 *
 * Facts come from Intuit's qbXML 13.0 operations schema. Values are strings throughout, money included: `amt` is
 * "125000.00", `bool` is a boolean and `int` a number, since those cannot lose anything.
 */
export type Country = 'US' | 'CA';
export type Version = readonly [major: number, minor: number];

/** Component by component: 10.0 is after 9.0. */
export function compareVersions(left: Version, right: Version): number {
  return left[0] - right[0] || left[1] - right[1];
}

export type MaxLength = number | Readonly<Partial<Record<Country, number>>>;

/** The whole numbers allowed, both ends included. */
export interface Range {
  readonly min: number;
  readonly max?: number;
}

export type ValueType =
  | 'str'
  | 'id'
  | 'guid'
  | 'bool'
  | 'int'
  | 'amt'
  | 'price'
  | 'qty'
  | 'pct'
  | 'float'
  | 'date'
  | 'datetime'
  | 'interval'
  | 'enum';

interface Common {
  readonly required: boolean;
  readonly many: boolean;
  /** How many may be sent of what may be repeated; null without a bound. */
  readonly most: number | null;
  readonly notIn: readonly Country[];
  readonly since: Version | null;
}

export interface ValueField extends Common {
  readonly kind: 'value';
  readonly name: string;
  readonly type: ValueType;
  readonly max: MaxLength | null;
  readonly range: Range | null;
  readonly values: readonly string[];
  /** Written in the start tag: `<ColData colID="2"/>`. */
  readonly isAttribute: boolean;
}

export interface AggregateField extends Common {
  readonly kind: 'aggregate';
  readonly name: string;
  readonly fields: readonly AnyField[];
}

/** At most one branch may be used; `required` makes it exactly one. */
export interface ChoiceField extends Common {
  readonly kind: 'choice';
  readonly branches: readonly (readonly AnyField[])[];
}

/** Elements of several names mixed in any order; the order given is the order kept. */
export interface SequenceField extends Common {
  readonly kind: 'sequence';
  readonly name: string;
  readonly members: readonly AggregateField[];
}

export type AnyField = ValueField | AggregateField | ChoiceField | SequenceField;

declare const SHAPE: unique symbol;

/** A field that remembers, for the compiler only, the part of the message's type it stands for. */
export type Field<T extends object> = AnyField & { readonly [SHAPE]?: T };

type Choice<T extends object> = ChoiceField & { readonly [SHAPE]?: T };

type PartOf<F> = F extends { readonly [SHAPE]?: infer T } ? T : never;
type Merge<U> = (U extends unknown ? (part: U) => void : never) extends (whole: infer W) => void ? W : never;
type Flat<T> = { [K in keyof T]: T[K] };

/** The type of a message, from its table. */
export type Shape<Fields extends readonly AnyField[]> = Flat<Merge<NonNullable<PartOf<Fields[number]>>>>;

type Optional<N extends string, V> = { [K in N]?: V | undefined };
type Required_<T> = { [K in keyof T]-?: Exclude<T[K], undefined> };
type Many<T> = { [K in keyof T]?: Exclude<T[K], undefined>[] | undefined };

const COMMON: Common = { required: false, many: false, most: null, notIn: [], since: null };
const PLAIN = { ...COMMON, kind: 'value', max: null, range: null, values: [], isAttribute: false } as const;

function value<N extends string, V>(
  name: N,
  type: ValueType,
  max: MaxLength | null = null,
): Field<Optional<N, V>> {
  return { ...PLAIN, name, type, max };
}

export const str = <N extends string>(name: N, max?: MaxLength) => value<N, string>(name, 'str', max ?? null);
export const id = <N extends string>(name: N) => value<N, string>(name, 'id', 36);
export const guid = <N extends string>(name: N) => value<N, string>(name, 'guid');
export const bool = <N extends string>(name: N) => value<N, boolean>(name, 'bool');

export function int<N extends string>(name: N, range: Range | null = null): Field<Optional<N, number>> {
  return { ...PLAIN, name, type: 'int', range };
}

export const amt = <N extends string>(name: N) => value<N, string>(name, 'amt');
export const price = <N extends string>(name: N) => value<N, string>(name, 'price');
export const qty = <N extends string>(name: N) => value<N, string>(name, 'qty');
export const pct = <N extends string>(name: N) => value<N, string>(name, 'pct');
export const float = <N extends string>(name: N) => value<N, string>(name, 'float');
export const date = <N extends string>(name: N) => value<N, string>(name, 'date');
export const datetime = <N extends string>(name: N) => value<N, string>(name, 'datetime');
export const interval = <N extends string>(name: N) => value<N, string>(name, 'interval');

/** Sent values must be listed; answered ones may not be, since real files hold others. */
export function oneOf<N extends string>(name: N, ...values: readonly string[]): Field<Optional<N, string>> {
  return { ...PLAIN, name, type: 'enum', values };
}

export function agg<N extends string, const Fields extends readonly AnyField[]>(
  name: N,
  fields: Fields,
): Field<Optional<N, Shape<Fields>>> {
  return { ...COMMON, kind: 'aggregate', name, fields };
}

export interface Ref {
  ListID?: string | undefined;
  FullName?: string | undefined;
}

/** A reference to a list record: send ListID alone once known, it survives renaming. */
export function ref<N extends string>(name: N, max?: MaxLength): Field<Optional<N, Ref>> {
  return { ...COMMON, kind: 'aggregate', name, fields: [id('ListID'), str('FullName', max)] };
}

export function choice<const Branches extends readonly (readonly AnyField[])[]>(
  ...branches: Branches
): Choice<Partial<Shape<Branches[number]>>> {
  return { ...COMMON, kind: 'choice', branches };
}

/** Lines and line groups, as one list: `[{ PurchaseOrderLineAdd: {…} }, { PurchaseOrderLineGroupAdd: {…} }]`. */
export function sequence<N extends string, const Members extends readonly AnyField[]>(
  name: N,
  members: Members,
): Field<Optional<N, PartOf<Members[number]>[]>> {
  const aggregates = members.filter(
    (member): member is Field<object> & AggregateField => member.kind === 'aggregate',
  );
  return { ...COMMON, kind: 'sequence', name, members: aggregates };
}

/** Of a choice one branch must be given, so that no field of it is needed by itself. */
export function must<T extends object>(field: Choice<T>): Field<T>;
export function must<T extends object>(field: Field<T>): Field<Required_<T>>;
export function must(field: AnyField): AnyField {
  return { ...field, required: true };
}

export function many<T extends object>(field: Field<T>, most: number | null = null): Field<Many<T>> {
  return { ...field, many: true, most } as Field<Many<T>>;
}

/** A value that is an attribute of its aggregate. Reports alone have such. */
export function attribute<T extends object>(field: Field<T>): Field<T> {
  return field.kind === 'value' ? { ...field, isAttribute: true } : field;
}

/** First qbXML version that knows the field, or the branches of the choice. */
export function since<T extends object>(major: number, minor: number, field: Field<T>): Field<T> {
  return { ...field, since: [major, minor] };
}

/** The same fields where a message knew them only from a version on; what came later still stays later. */
export function eachSince<const Fields extends readonly AnyField[]>(
  version: Version,
  fields: Fields,
): Fields {
  const [major, minor] = version;
  return fields.map(field => {
    const isLater = field.since !== null && compareVersions(field.since, version) > 0;
    return isLater ? field : since(major, minor, field);
  }) as readonly AnyField[] as Fields;
}

/** The field is not accepted by this country's editions. */
export function notIn<T extends object>(countries: Country | readonly Country[], field: Field<T>): Field<T> {
  return { ...field, notIn: typeof countries === 'string' ? [countries] : countries };
}
