const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Markup that needs no escaping any more. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | readonly Html[] | string | number | null;

function written(part: Part): string {
  if (part === null) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(one => one.text).join('');
  return String(part).replace(/[&<>"']/g, sign => ENTITIES[sign] ?? sign);
}

/** Tagged template: everything put in is escaped, unless it is `Html` itself. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const pieces = texts.map(
    (text, index) => text + (index < parts.length ? written(parts[index] ?? null) : ''),
  );
  return new Html(pieces.join(''));
}

export const nothing = new Html('');

interface Page {
  readonly title: string;
  readonly body: Html;
  /** Also leads elsewhere by itself after a second. */
  readonly leadsTo?: string;
}

export function document({ title, body, leadsTo }: Page): string {
  const refresh =
    leadsTo === undefined ? nothing : html`<meta http-equiv="refresh" content="1; url=${leadsTo}">`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refresh}
<title>${title}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/shell.css">
</head>
${body}
</html>
`.text;
}
