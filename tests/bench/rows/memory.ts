import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Resident memory of a process and all it started, in MiB; null where `ps` is not known. */
export async function memoryOf(pid: number): Promise<number | null> {
  const listed = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,rss=']).catch(() => null);
  if (listed === null) return null;
  const processes = listed.stdout
    .trim()
    .split('\n')
    .map(line =>
      line
        .trim()
        .split(/\s+/)
        .map(text => Number.parseInt(text, 10)),
    );
  const family = new Set([pid]);
  for (const one of family) {
    for (const [child = 0, parent] of processes) if (parent === one) family.add(child);
  }
  const kibibytes = processes
    .filter(([id = 0]) => family.has(id))
    .reduce((sum, [, , rss = 0]) => sum + rss, 0);
  return kibibytes / 1024;
}
