import { danger, environment, failures, machine, notes, numbers, types } from './banned';
import { borders, browser, circles, doors, floors, modules, purity } from './imports';
import type { Law } from './law';
import { booleans, fileNames, tableNames } from './names';
import { documents, journal, topLevel } from './project';
import { thinRoutes, wrappedRoutes } from './routes';
import { fileSizes, functionSizes, nesting, parameters } from './shape';
import { tenant } from './tenant';

/** The laws of the house. Each has a test of itself in `laws.test.ts`. */
export const LAWS: readonly Law[] = [
  topLevel,
  floors,
  circles,
  modules,
  purity,
  borders,
  doors,
  browser,
  fileSizes,
  functionSizes,
  parameters,
  nesting,
  fileNames,
  booleans,
  tableNames,
  machine,
  environment,
  numbers,
  failures,
  types,
  danger,
  notes,
  tenant,
  thinRoutes,
  wrappedRoutes,
  journal,
  documents,
];
