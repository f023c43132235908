const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

/** The PC's clock as QuickBooks reports it: a fixed offset that never knows daylight saving. */
export class LocalTime {
  constructor(private readonly offsetMinutes: number) {}

  /** `2026-01-12T10:15:00-06:00` */
  moment(epochSeconds: number): string {
    const local = this.shifted(epochSeconds);
    const offset = Math.abs(this.offsetMinutes);
    const sign = this.offsetMinutes < 0 ? '-' : '+';
    return `${local.slice(0, 19)}${sign}${pad(Math.floor(offset / 60))}:${pad(offset % 60)}`;
  }

  /** `2026-01-12` */
  day(epochSeconds: number): string {
    return this.shifted(epochSeconds).slice(0, 10);
  }

  /** Reads a filter's value; without an offset it is local time, a bare date its start or, as an upper limit, its end. */
  read(text: string, edge: 'from' | 'to'): number {
    const [, year = '', month = '', day = '', time = '', offset = ''] =
      /^(\d+)-(\d+)-(\d+)(?:T([\d:]+)([+-][\d:]+)?)?$/.exec(text) ?? [];
    const [hour = '0', minute = '0', second = '0'] = time.split(':');
    const clock =
      time === '' && edge === 'to' ? [23, 59, 59] : [Number(hour), Number(minute), Number(second)];
    const [hours = 0, minutes = 0, seconds = 0] = clock;
    const asUtc = Date.UTC(Number(year), Number(month) - 1, Number(day), hours, minutes, seconds) / 1000;
    return asUtc - this.offsetOf(offset) * 60;
  }

  private offsetOf(text: string): number {
    const [, sign = '', hours = '', minutes = ''] = /^([+-])(\d+):(\d+)$/.exec(text) ?? [];
    if (sign === '') return this.offsetMinutes;
    const minutesAway = Number(hours) * 60 + Number(minutes);
    return sign === '-' ? -minutesAway : minutesAway;
  }

  private shifted(epochSeconds: number): string {
    return new Date((epochSeconds + this.offsetMinutes * 60) * 1000).toISOString();
  }
}
