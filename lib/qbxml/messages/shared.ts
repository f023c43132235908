import { agg, since, str } from '../fields';

/** Five free lines, then the parts. Lines 4 and 5 and the note came later. */
export const address = <N extends string>(name: N) =>
  agg(name, [
    str('Addr1', 41),
    str('Addr2', 41),
    str('Addr3', 41),
    since(2, 0, str('Addr4', 41)),
    since(6, 0, str('Addr5', 41)),
    str('City', 31),
    str('State', 21),
    str('PostalCode', 13),
    str('Country', 31),
    since(6, 0, str('Note', 41)),
  ]);

/** The same address as QuickBooks prints it; answers only. */
export const addressBlock = <N extends string>(name: N) =>
  agg(name, [str('Addr1', 41), str('Addr2', 41), str('Addr3', 41), str('Addr4', 41), str('Addr5', 41)]);
