import { agg, bool, many, must, since, str } from '../../fields';

/** Lines 4 and 5 and the note came later. */
const lines = [
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
] as const;

/** Five free lines, then the parts. */
export const address = <N extends string>(name: N) => agg(name, lines);

/** The same address as QuickBooks prints it; answers only. */
export const addressBlock = <N extends string>(name: N) =>
  agg(name, [str('Addr1', 41), str('Addr2', 41), str('Addr3', 41), str('Addr4', 41), str('Addr5', 41)]);

export const shipToAddresses = since(
  12,
  0,
  many(agg('ShipToAddress', [must(str('Name', 41)), ...lines, bool('DefaultShipTo')]), 50),
);
