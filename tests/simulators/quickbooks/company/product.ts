import type { Country } from '../grammar';

const OLDER_VERSIONS = ['1.0', '1.1', '2.0', '2.1', '3.0', '4.0', '4.1'];
/** The year of a release is its major version plus 1990. */
const FIRST_YEAR = 1990;
/** What the last Canadian releases with versions of their own spoke; later ones still list them. */
const CANADIAN_VERSIONS = ['CA2.0', 'CA3.0'];

function highestVersion(year: number): number {
  if (year <= 2011) return 10;
  if (year === 2012) return 11;
  if (year === 2013) return 12;
  if (year <= 2020) return 13;
  return year === 2021 ? 15 : 16;
}

/** qbXML versions a release accepts, lowest first, as HostQuery lists them. */
export function supportedVersions(majorVersion: number, country: Country): readonly string[] {
  const highest = highestVersion(majorVersion + FIRST_YEAR);
  const whole = Array.from({ length: highest - 4 }, (_, index) => `${index + 5}.0`);
  return [...(country === 'CA' ? CANADIAN_VERSIONS : []), ...OLDER_VERSIONS, ...whole];
}
