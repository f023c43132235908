import type { KeptTarget } from '@/lib/sync/rows';

interface Target {
  readonly editSequence: string;
  readonly lines: readonly { readonly id: string; readonly kind: 'line' | 'group' }[];
}

const LINE = /<(EstimateLine(?:Group)?Mod)><TxnLineID>([^<]+)<\/TxnLineID>[\s\S]*?<\/\1>/g;

/**
 * A change of an estimate is completed when it leaves. Every line of the estimate as it was read is sent in its order: by
 * its id alone, or with what was accepted of it, byte for byte; new lines follow, and nothing else.
 */
export function isEstimateAsAccepted(
  arrived: string,
  accepted: string,
  target: Pick<KeptTarget, 'record'> | null,
): boolean {
  const estimate = target?.record as Target | undefined;
  if (!estimate) return false;
  const linesIn = (xml: string) => [...xml.matchAll(LINE)].map(match => ({ xml: match[0], id: match[2] }));
  const approved = linesIn(accepted);
  const kept = estimate.lines.map(({ id, kind }) => {
    const name = kind === 'group' ? 'EstimateLineGroupMod' : 'EstimateLineMod';
    const alone = `<${name}><TxnLineID>${id}</TxnLineID></${name}>`;
    return approved.find(line => line.id === id)?.xml ?? alone;
  });
  const added = approved.filter(line => line.id === '-1').map(line => line.xml);
  const wanted = accepted
    .replace(approved.map(line => line.xml).join(''), [...kept, ...added].join(''))
    .replace(/<EditSequence>[^<]*</, `<EditSequence>${estimate.editSequence}<`);
  return arrived.includes(wanted);
}
