import { describe, expect, it } from 'vitest';
import { schemaDirectory } from '@/tests/simulators/quickbooks/evidence';
import { SchemaCheck } from '@/tests/simulators/quickbooks/schema-check';
import { complaints, drawSets, encoded, expectReadBack, NAMES } from '@/tests/unit/qbxml/drawn-sets';

const BODIES = 1_000;
const SEED = Date.now();
const schema = SchemaCheck.in(schemaDirectory);

describe('a thousand requests that the table of a message allows', () => {
  it.each(NAMES)('%s: are encoded, and read back the same', name => {
    for (const set of drawSets(name, BODIES, SEED)) expectReadBack(set, encoded(set));
  });

  it.skipIf(schema === null).each(NAMES)(
    '%s: are valid by Intuit’s schema (skipped: set QBXML_SCHEMA_DIR)',
    async name => {
      const found = schema ? await complaints(schema, drawSets(name, BODIES, SEED)) : new Map();
      expect(found.get(name), `seed ${SEED}`).toBeUndefined();
    },
  );
});
