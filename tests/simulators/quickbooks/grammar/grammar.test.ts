import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { schemaDirectory } from '../evidence';
import { type GrammarNode, requestGrammars, retGrammar } from '.';

/** A node of the machine-made digest of Intuit's operations file. */
interface DigestNode {
  name?: string;
  min: number;
  max: number | null;
  type?: string;
  maxLength?: number | Partial<Record<'US' | 'CA', number>>;
  notIn?: string[];
  since?: string;
  enum?: string[];
  children?: DigestNode[];
  choice?: DigestNode[][];
}

const TYPES: Readonly<Record<string, string>> = {
  STRTYPE: 'str',
  IDTYPE: 'id',
  GUIDTYPE: 'guid',
  BOOLTYPE: 'bool',
  DATETYPE: 'date',
  DATETIMETYPE: 'datetime',
  AMTTYPE: 'amt',
  PRICETYPE: 'price',
  QUANTYPE: 'qty',
  PERCENTTYPE: 'pct',
  INTTYPE: 'int',
  FLOATTYPE: 'float',
  ENUMTYPE: 'enum',
};

/** The digest counts without an upper limit where the XSD has one; both are right about "more than one". */
const count = (least: number, most: number): string => `${least}${most > 1 ? '..n' : ''}`;

function plainLength(length: DigestNode['maxLength']): string {
  if (length === undefined) return '';
  if (typeof length === 'number') return `${length}/${length}`;
  const either = length.US ?? length.CA;
  return either === undefined ? '' : `${length.US ?? either}/${length.CA ?? either}`;
}

function fromDigest(node: DigestNode): unknown {
  const counted = count(node.min, node.max ?? Number.POSITIVE_INFINITY);
  if (node.choice) return [counted, node.choice.map(branch => branch.map(fromDigest))];
  const marks = [node.name, counted, Number(node.since ?? 0), (node.notIn ?? []).join()];
  if (node.children) return [...marks, node.children.map(fromDigest)];
  return [...marks, TYPES[node.type ?? ''], plainLength(node.maxLength), (node.enum ?? []).join('|')];
}

function fromTable(node: GrammarNode): unknown {
  const counted = count(node.least, node.most);
  if (node.kind === 'choice') return [counted, node.branches.map(branch => branch.map(fromTable))];
  const marks = [node.name, counted, node.since, node.notIn.join()];
  if (node.kind === 'group') return [...marks, node.children.map(fromTable)];
  const length = node.maxLength ? `${node.maxLength.US}/${node.maxLength.CA}` : '';
  return [...marks, node.type, length, node.values.join('|')];
}

const file = schemaDirectory && join(schemaDirectory, 'messages-13.json');
const digest = file
  ? (JSON.parse(readFileSync(file, 'utf8')) as Record<
      'requests' | 'responses',
      Record<string, { children: DigestNode[]; attributes: string[]; since?: string }>
    >)
  : null;

const rets = Object.values(digest?.responses ?? {}).flatMap(response => response.children);

describe.skipIf(digest === null)(
  'own tables against the digest of the operations file (skipped where absent)',
  () => {
    it.each([...requestGrammars.keys()])('%s has the same elements in the same order', name => {
      const table = requestGrammars.get(name);
      const entry = digest?.requests[name];
      expect(table?.children.map(fromTable)).toEqual(entry?.children.map(fromDigest));
      expect(table?.since).toBe(Number(entry?.since ?? 0));
      expect(table?.hasPages).toBe(entry?.attributes.includes('iterator'));
      expect(table?.hasCounts).toBe(entry?.attributes.includes('metaData'));
    });

    it.each([
      'HostRet',
      'CompanyRet',
      'PreferencesRet',
      'VendorRet',
      'CustomerRet',
      'ItemServiceRet',
      'ItemNonInventoryRet',
      'ItemOtherChargeRet',
      'PurchaseOrderRet',
      'TxnDeletedRet',
      'ListDeletedRet',
    ])('%s has the same elements in the same order', name => {
      const entry = rets.find(ret => ret.name === name);
      expect(retGrammar(name).map(fromTable)).toEqual(entry?.children?.map(fromDigest));
    });
  },
);
