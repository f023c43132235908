import type { FaultPoint, Faults } from '@/lib/core/env';
import type { Line } from './web-connector';

/** The process died, or the line was cut, while a call was under way: its caller heard nothing. */
export class Cut extends Error {
  override name = 'Cut';
}

interface Planned {
  readonly point: FaultPoint;
  /** Times it is passed before it strikes. */
  left: number;
}

/** Kills where it was told to: once for each time it was told. */
export class PlannedFaults implements Faults {
  private readonly planned: Planned[] = [];
  private hasStruck = false;

  /** @param passes How often the point is passed unharmed before. */
  kill(point: FaultPoint, passes = 0): void {
    this.planned.push({ point, left: passes });
  }

  clear(): void {
    this.planned.length = 0;
  }

  async at(point: FaultPoint): Promise<void> {
    const place = this.planned.findIndex(one => one.point === point);
    const found = this.planned[place];
    if (!found) return;
    found.left -= 1;
    if (found.left >= 0) return;
    this.planned.splice(place, 1);
    this.hasStruck = true;
    throw new Cut(point);
  }

  /** The line of a PC whose call is answered by nobody when the process dies meanwhile. */
  line(line: Line): Line {
    return {
      ...line,
      call: async (operation, params) => {
        this.hasStruck = false;
        const answer = await line.call(operation, params);
        if (this.hasStruck) throw new Cut(operation);
        return answer;
      },
    };
  }
}

/** A line that is cut at one call: before it arrived, or when its answer was on the way back. */
export function cutAt(
  line: Line,
  place: number,
  when: 'before' | 'after',
): Line & { readonly calls: () => number } {
  let calls = 0;
  return {
    ...line,
    calls: () => calls,
    call: async (operation, params) => {
      calls += 1;
      const isHere = calls === place;
      if (isHere && when === 'before') throw new Cut(operation);
      const answer = await line.call(operation, params);
      if (isHere) throw new Cut(operation);
      return answer;
    },
  };
}

/** Work that may be cut short. */
export async function untilCut(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!(thrown instanceof Cut)) throw thrown;
  }
}
