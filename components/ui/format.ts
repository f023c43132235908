const dollars = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** A decimal string with thousands separators; the digits themselves are never touched by a float. */
export function money(amount: string): string {
  return dollars.format(amount as Intl.StringNumericLiteral);
}

const day = new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'short', day: 'numeric' });
const moment = new Intl.DateTimeFormat('en-US', {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});

export function dateAndTime(iso: string): string {
  return moment.format(new Date(iso));
}

export function date(iso: string): string {
  return day.format(new Date(iso));
}

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A calendar day, `2026-03-02`, as people write it; any other text as it is. */
export function dayOrText(text: string): string {
  return ISO_DAY.test(text) ? day.format(new Date(`${text}T12:00:00`)) : text;
}

const relative = new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' });

const UNITS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** `3 minutes ago`; under a minute, `just now`. */
export function ago(iso: string, now: Date): string {
  const seconds = Math.round((new Date(iso).getTime() - now.getTime()) / 1000);
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return 'just now';
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
