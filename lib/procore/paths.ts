/** `/rest/v1.0/projects/12/direct_costs` as `/rest/v1.0/projects/{id}/direct_costs`: what logs may name. */
export function templateOf(path: string): string {
  return path.replace(/\/\d+(?=\/|$)/g, '/{id}');
}

/** What a path is about, without version and ids: `projects/direct_costs`. */
function resourceOf(path: string): string {
  return path
    .replace(/^\/rest\/v\d+\.\d+\//, '')
    .split('/')
    .filter(segment => !/^\d+$/.test(segment))
    .join('/');
}

/**
 * The path under another version, where the configuration names one for exactly this resource: a resource of Procore
 * moves to a new version by itself, and the old one is kept for a year.
 */
export function versioned(path: string, versions: Readonly<Record<string, string>>): string {
  const version = versions[resourceOf(path)];
  return version === undefined ? path : path.replace(/^\/rest\/v\d+\.\d+\//, `/rest/${version}/`);
}
