import fc, { type GeneratorValue } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { document } from './desk';
import { schemaDirectory } from './evidence';
import { type GrammarNode, requestGrammars, type ValueNode, type ValueType } from './grammar';
import { judge } from './judge';
import { SchemaCheck } from './schema-check';
import { escapeXml, type XmlElement } from './xml';

const host = { country: 'US' as const, supportedVersions: ['13.0'] };
const schema = SchemaCheck.in(schemaDirectory);

/** Forms the schema and the parser take, and forms neither takes. */
const GOOD: Readonly<Record<Exclude<ValueType, 'enum'>, readonly string[]>> = {
  str: ['', 'a', 'é & <b>', ' blank ', '1E5'],
  id: ['', '80000003-1234567890', '-1'],
  guid: ['0', '{7A1D3E52-0C1B-4B37-9C1E-0E2F6D0B9A11}'],
  bool: ['true', 'false', '1', '0', '', ' true '],
  date: ['2026-03-02', '2024-02-29', ''],
  datetime: [
    '2026-03-02',
    '2026-3-2',
    '2026-03-02T10',
    '2026-03-02T10:00:00',
    '2026-03-02T10:00:00-06:00',
    '2026-13-40',
    '',
  ],
  amt: ['0', '1250', '1250.50', '-3.25', '+1.00', '9999999999999.99', ''],
  price: ['0', '1.5', '-1.12345', '9999999999', ''],
  qty: ['1', '0.00001', ''],
  pct: ['100', '2.5', ''],
  float: ['1', '1.25', '.5', '5.', '-0.1', ''],
  int: ['1', '12', ' 7 ', '+3'],
};
const BAD: Readonly<Record<ValueType, readonly string[]>> = {
  str: [],
  id: ['1'.repeat(37)],
  guid: ['', '7A1D3E52-0C1B-4B37-9C1E-0E2F6D0B9A11', '{7A1D3E52}', '{7G1D3E52-0C1B-4B37-9C1E-0E2F6D0B9A11}'],
  bool: ['True', 'yes', '2'],
  date: ['2026-02-30', '2026-3-2', '03/02/2026', '2026-03-02T10:00:00', 'today'],
  datetime: ['2026-03-02T10:00:00Z', '2026-03-02T10:00:00.5', '2026-03-02 10:00', 'now', ' 2026-03-02'],
  amt: ['1.5', '1.500', '1,250.00', '.50', '12345678901234', ' 1.00', '$5'],
  price: ['1.123456', '1,5', '12345678901', 'x'],
  qty: ['1.123456', 'one'],
  pct: ['5%'],
  float: ['1e5', '1,5', '.'],
  int: ['', '1.0', 'x', '0x1'],
  enum: ['', 'Nothing', ' All'],
};

function pick<T>(draw: GeneratorValue, from: readonly T[]): T {
  const [chosen] = from.slice(draw(fc.integer, { min: 0, max: from.length - 1 }));
  if (chosen === undefined) throw new RangeError('nothing to pick from');
  return chosen;
}

const isOneIn = (draw: GeneratorValue, n: number): boolean => draw(fc.integer, { min: 1, max: n }) === 1;
const whole = (draw: GeneratorValue, max: number): number => draw(fc.integer, { min: 0, max });

const leaf = (name: string, text: string): XmlElement => ({ name, attributes: {}, children: [], text });

function value(draw: GeneratorValue, node: ValueNode): XmlElement {
  const { type, name, maxLength, range, values } = node;
  if (type === 'enum') return leaf(name, pick(draw, values));
  if (range) return leaf(name, String(range[0] + whole(draw, 5)));
  if (type === 'str' && maxLength) return leaf(name, 'é'.repeat(whole(draw, maxLength.US)));
  return leaf(name, pick(draw, GOOD[type]));
}

function times(draw: GeneratorValue, node: GrammarNode): number {
  const most = Math.min(node.most, node.least + 2);
  if (node.least === most || !isOneIn(draw, 3)) return node.least;
  return node.least + whole(draw, most - node.least);
}

function element(draw: GeneratorValue, node: Exclude<GrammarNode, { kind: 'choice' }>): XmlElement {
  if (node.kind === 'value') return value(draw, node);
  return { ...leaf(node.name, ''), children: sequence(draw, node.children) };
}

function sequence(draw: GeneratorValue, nodes: readonly GrammarNode[]): XmlElement[] {
  return nodes.flatMap(node =>
    Array.from({ length: times(draw, node) }, () =>
      node.kind === 'choice' ? sequence(draw, pick(draw, node.branches)) : [element(draw, node)],
    ).flat(),
  );
}

type Spoil = (children: XmlElement[], draw: GeneratorValue) => void;

const swap: Spoil = (children, draw) => {
  const at = whole(draw, Math.max(0, children.length - 2));
  children.splice(at, 2, ...children.slice(at, at + 2).reverse());
};
const drop: Spoil = (children, draw) => void children.splice(whole(draw, children.length - 1), 1);
const double: Spoil = (children, draw) => {
  const at = whole(draw, children.length - 1);
  children.splice(at, 0, ...children.slice(at, at + 1));
};
const rename: Spoil = (children, draw) => {
  const at = whole(draw, children.length - 1);
  const [old] = children.slice(at, at + 1);
  if (old) children[at] = { ...old, name: pick(draw, ['Nonsense', 'Name', old.name.toLowerCase()]) };
};
const rewrite: Spoil = (children, draw) => {
  const at = whole(draw, children.length - 1);
  const [old] = children.slice(at, at + 1);
  const bad = Object.values(BAD).flat();
  if (old) children[at] = { ...old, children: [], text: pick(draw, [...bad, 'x'.repeat(5000)]) };
};
const nest: Spoil = (children, draw) => {
  const at = whole(draw, children.length - 1);
  const [old] = children.slice(at, at + 1);
  if (old) children[at] = { ...old, children: [...old.children, leaf('Stray', '')] };
};

/** Spoils one list of siblings, anywhere in the tree that has one. */
function spoil(draw: GeneratorValue, root: XmlElement): XmlElement {
  const children = [...root.children];
  if (children.length === 0) return { ...root, children: [leaf('Stray', '')] };
  const at = whole(draw, children.length - 1);
  const inner = children[at];
  if (inner && inner.children.length > 0 && !isOneIn(draw, 3)) children[at] = spoil(draw, inner);
  else pick(draw, [swap, drop, double, rename, rewrite, nest])(children, draw);
  return { ...root, children };
}

const write = ({ name, children, text }: XmlElement): string =>
  `<${name}>${escapeXml(text)}${children.map(write).join('')}</${name}>`;

/** Over-long text is the schema's to refuse and QuickBooks' to answer with 3070: both mean "not good". */
function ownVerdict(qbxml: string): string {
  try {
    const [request] = judge(qbxml, host).requests;
    return request?.findings.some(({ code }) => code === 3070) ? 'too long' : 'good';
  } catch (error) {
    return error instanceof Error && 'reason' in error ? String(error.reason) : String(error);
  }
}

async function compare(documents: readonly string[]): Promise<void> {
  const faults = (await schema?.faults(documents)) ?? [];
  const verdicts = documents.map((qbxml, index) => ({
    qbxml,
    own: ownVerdict(qbxml),
    schema: faults[index] ?? [],
  }));
  const differing = verdicts.filter(({ own, schema: found }) => (own === 'good') !== (found.length === 0));
  expect(differing).toEqual([]);
}

const BATCH = 40;
const batches = fc.array(fc.gen(), { minLength: BATCH, maxLength: BATCH });
const grammars = [...requestGrammars.values()];

describe.skipIf(!schema)(
  'own tables and Intuit’s schema give the same verdict (skipped where it is absent)',
  () => {
    const request = (draw: GeneratorValue): XmlElement => {
      const grammar = pick(draw, grammars);
      return { ...leaf(grammar.name, ''), children: sequence(draw, grammar.children) };
    };

    it('on good requests', async () => {
      const runs = fc.asyncProperty(batches, async draws => {
        const documents = draws.map(draw => document(write(request(draw))));
        expect(documents.map(ownVerdict)).toEqual(documents.map(() => 'good'));
        await compare(documents);
      });
      await fc.assert(runs, { numRuns: 6, endOnFailure: true });
    }, 60_000);

    it('on spoilt requests', async () => {
      const runs = fc.asyncProperty(batches, draws =>
        compare(draws.map(draw => document(write(spoil(draw, request(draw)))))),
      );
      await fc.assert(runs, { numRuns: 12, endOnFailure: true });
    }, 60_000);

    it('on every form of every type', async () => {
      const field = (type: ValueType) => {
        const carriers: Partial<Record<ValueType, (text: string) => string>> = {
          id: text => `<VendorQueryRq><ListID>${text}</ListID></VendorQueryRq>`,
          guid: text => `<CompanyQueryRq><OwnerID>${text}</OwnerID></CompanyQueryRq>`,
          bool: text =>
            `<VendorAddRq><VendorAdd><Name>n</Name><IsActive>${text}</IsActive></VendorAdd></VendorAddRq>`,
          date: text =>
            `<VendorAddRq><VendorAdd><Name>n</Name><OpenBalanceDate>${text}</OpenBalanceDate></VendorAdd></VendorAddRq>`,
          datetime: text => `<VendorQueryRq><FromModifiedDate>${text}</FromModifiedDate></VendorQueryRq>`,
          amt: text =>
            `<VendorAddRq><VendorAdd><Name>n</Name><CreditLimit>${text}</CreditLimit></VendorAdd></VendorAddRq>`,
          price: text =>
            `<PurchaseOrderAddRq><PurchaseOrderAdd><PurchaseOrderLineAdd><Rate>${text}</Rate></PurchaseOrderLineAdd></PurchaseOrderAdd></PurchaseOrderAddRq>`,
          qty: text =>
            `<PurchaseOrderAddRq><PurchaseOrderAdd><PurchaseOrderLineAdd><Quantity>${text}</Quantity></PurchaseOrderLineAdd></PurchaseOrderAdd></PurchaseOrderAddRq>`,
          pct: text =>
            `<ItemServiceAddRq><ItemServiceAdd><Name>n</Name><SalesOrPurchase><PricePercent>${text}</PricePercent></SalesOrPurchase></ItemServiceAdd></ItemServiceAddRq>`,
          float: text =>
            `<PurchaseOrderModRq><PurchaseOrderMod><TxnID>1</TxnID><EditSequence>1</EditSequence><ExchangeRate>${text}</ExchangeRate></PurchaseOrderMod></PurchaseOrderModRq>`,
          int: text => `<VendorQueryRq><MaxReturned>${text}</MaxReturned></VendorQueryRq>`,
          enum: text => `<VendorQueryRq><ActiveStatus>${text}</ActiveStatus></VendorQueryRq>`,
        };
        return carriers[type];
      };
      const types = Object.keys(BAD) as ValueType[];
      const documents = types.flatMap(type => {
        const wrap = field(type);
        const forms = [...BAD[type], ...(type === 'enum' ? ['All'] : GOOD[type])];
        return wrap ? forms.map(text => document(wrap(escapeXml(text)))) : [];
      });
      await compare(documents);
    }, 60_000);

    it('on recorded and published shapes that the tables must take', async () => {
      await compare([
        document('<HostQueryRq/><CompanyQueryRq/><PreferencesQueryRq/>'),
        document('', { ids: 'oldMessageSetID="A" newMessageSetID="A"' }),
        document(
          '<VendorQueryRq iterator="Start"><MaxReturned>100</MaxReturned><ActiveStatus>All</ActiveStatus></VendorQueryRq>',
        ),
      ]);
    });
  },
);
