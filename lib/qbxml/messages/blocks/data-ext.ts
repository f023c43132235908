import { agg, guid, many, must, oneOf, str } from '../../fields';

export const dataExtType = must(
  oneOf(
    'DataExtType',
    'AMTTYPE',
    'DATETIMETYPE',
    'INTTYPE',
    'PERCENTTYPE',
    'PRICETYPE',
    'QUANTYPE',
    'STR1024TYPE',
    'STR255TYPE',
  ),
);

const name = must(str('DataExtName', 31));
const value = must(str('DataExtValue'));

/** A custom or private field as it is set on what is being added. */
export const dataExt = many(agg('DataExt', [must(guid('OwnerID')), name, value]));

export const dataExtFields = [guid('OwnerID'), name, dataExtType, value] as const;

/** Custom and private fields as they are answered; only where the query names an OwnerID. */
export const dataExtRet = many(agg('DataExtRet', dataExtFields));
