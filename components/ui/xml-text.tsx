import styles from './ui.module.css';

/** qbXML with a line break before every element, for reading. */
function readable(xml: string): string {
  return xml.replace(/></g, '>\n<');
}

/** A message word for word; nothing when it is empty. */
export function XmlText({ label, text }: { label: string; text: string }) {
  if (text === '') return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className={styles.xml} aria-label={label} tabIndex={0}>
      <pre>{readable(text)}</pre>
    </section>
  );
}
