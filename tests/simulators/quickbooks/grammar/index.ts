import * as accounts from './accounts';
import * as bills from './bills';
import * as customers from './customers';
import * as deletions from './deletions';
import * as environment from './environment';
import * as estimates from './estimates';
import * as items from './items';
import { type GrammarNode, type MessageGrammar, readTables } from './notation';
import * as purchaseOrders from './purchase-orders';
import { shapes } from './shapes';
import * as vendors from './vendors';

export type {
  ChoiceNode,
  Country,
  GrammarNode,
  GroupNode,
  MessageGrammar,
  ValueNode,
  ValueType,
} from './notation';

const families = [
  environment,
  accounts,
  vendors,
  customers,
  items,
  purchaseOrders,
  bills,
  estimates,
  deletions,
];

function gather(texts: readonly string[], suffix: string): ReadonlyMap<string, MessageGrammar> {
  const all = texts.flatMap(text => [...readTables(text, shapes)]);
  return new Map(all.filter(([name]) => name.endsWith(suffix)));
}

/** Every request this QuickBooks understands; any other message is refused with its whole set. */
export const requestGrammars = gather(
  families.map(family => family.REQUESTS),
  'Rq',
);

const retGrammars = gather(
  families.map(family => family.RETS),
  'Ret',
);

/** The order in which an answer's elements stand. */
export function retGrammar(name: string): readonly GrammarNode[] {
  const found = retGrammars.get(name);
  if (!found) throw new RangeError(`no table for ${name}`);
  return found.children;
}
