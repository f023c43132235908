import styles from './ui.module.css';

const INDENT = '  ';

/** qbXML with a line for every element, set in as deep as it stands. Text is left as it is. */
export function readable(xml: string): string {
  let depth = 0;
  const lines = xml.split(/(?<=>)\s*(?=<)/).map(part => {
    if (part.startsWith('</')) depth = Math.max(0, depth - 1);
    const line = `${INDENT.repeat(depth)}${part}`;
    if (/^<[^/?!]/.test(part) && !part.includes('</') && !part.endsWith('/>')) depth += 1;
    return line;
  });
  return lines.join('\n');
}

/** A message word for word; nothing when it is empty. */
export function XmlText({ label, text }: { label: string; text: string }) {
  if (text === '') return null;
  return (
    <figure className={styles.xmlFigure}>
      <figcaption>{label}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className={styles.xml} aria-label={label} tabIndex={0}>
        <pre>{readable(text)}</pre>
      </section>
    </figure>
  );
}
