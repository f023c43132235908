/** What planning needs to know of a phase. */
interface Planned {
  readonly name: string;
  readonly needsBuild?: boolean;
  isPresent(): boolean;
}

/** The names after `--only`, or null for all. @throws Error for anything else on the command line */
export function readArguments(args: readonly string[]): readonly string[] | null {
  if (args.length === 0) return null;
  const [flag = '', ...rest] = args.flatMap(arg => arg.split('='));
  const names = rest.flatMap(one => one.split(',')).filter(name => name !== '');
  if (flag !== '--only' || names.length === 0)
    throw new Error('Say `--only` and names of phases, or nothing.');
  return names;
}

/**
 * The phases to run, in their order. One that drives the built app brings the build along when there is none yet.
 * @throws Error for a name that no phase has
 */
export function choosePhases<P extends Planned>(
  phases: readonly P[],
  only: readonly string[] | null,
  isBuilt: boolean,
): P[] {
  const unknown = only?.filter(name => !phases.some(phase => phase.name === name)) ?? [];
  if (unknown.length > 0) {
    throw new Error(
      `No phase is called ${unknown.join(', ')}. There are ${phases.map(one => one.name).join(', ')}.`,
    );
  }
  const chosen = phases
    .filter(phase => only?.includes(phase.name) ?? true)
    .filter(phase => phase.isPresent());
  const lacksBuild = !isBuilt && chosen.some(phase => phase.needsBuild === true);
  return phases.filter(phase => chosen.includes(phase) || (lacksBuild && phase.name === 'build'));
}
