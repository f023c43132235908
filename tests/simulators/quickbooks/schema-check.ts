import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryPages, validateXML } from 'xmllint-wasm';

const ENTRY = 'qbxmlops130.xsd';
const PARTS = ['qbxml130.xsd', 'qbxmlso130.xsd', 'qbxmltypes130.xsd'];

/** Intuit's own schema as a second judge. It knows 13.0 and both directions; it is read from outside the project. */
export class SchemaCheck {
  private constructor(private readonly directory: string) {}

  /** Null where the schema files are not there. */
  static in(directory: string | null): SchemaCheck | null {
    if (directory === null || !existsSync(join(directory, ENTRY))) return null;
    return new SchemaCheck(directory);
  }

  /** For each document the schema's complaints; an empty list means it is valid. */
  async faults(documents: readonly string[]): Promise<readonly (readonly string[])[]> {
    const file = (fileName: string) => ({
      fileName,
      contents: readFileSync(join(this.directory, fileName), 'utf8'),
    });
    const names = documents.map((_, index) => `document_${index}.xml`);
    const { errors } = await validateXML({
      xml: documents.map((contents, index) => ({ fileName: names[index] ?? '', contents })),
      schema: file(ENTRY),
      preload: PARTS.map(file),
      initialMemoryPages: 64 * memoryPages.MiB,
      maxMemoryPages: 512 * memoryPages.MiB,
    });
    return names.map(name =>
      errors.filter(({ loc }) => loc?.fileName === name).map(({ message }) => message),
    );
  }
}
