import { PROCORE } from '@/lib/core/limits';

/** Who waits for the answer: a person's request may use the reserve, background work leaves it. */
export type Urgency = 'person' | 'background';

/** One of Procore's two windows, by Procore's clock. */
export interface Window {
  /** Null until Procore told it. */
  readonly limit: number | null;
  /** Turns that were handed out in it, used or not yet, or what Procore counted where that is more. */
  readonly taken: number;
  readonly resetsAtMs: number;
}

/** What is known of a company's limits: the short window, the long one, and a 429 or 503 that is being sat out. */
export interface Windows {
  readonly spike: Window;
  readonly hour: Window;
  readonly blockedUntilMs: number;
}

/** What the headers of one answer say, of whichever window is nearer to its end. */
export interface Told {
  readonly limit: number;
  readonly remaining: number;
  readonly resetsAtMs: number;
}

export interface Ask {
  readonly nowMs: number;
  readonly urgency: Urgency;
  /** Turns that would be welcome; none when there is only something to tell. */
  readonly turns: number;
  /** Turns of an earlier lease that ran out unused. */
  readonly givenBack: number;
  readonly told: readonly Told[];
  readonly blockedUntilMs: number;
}

/** Turns to be used before `untilMs`; none means that the wait is `waitMs`. */
export interface Grant {
  readonly turns: number;
  readonly untilMs: number;
  readonly waitMs: number;
  /** The most that is ever given at once here, so that one process cannot hold the others' turns. */
  readonly mostTurns: number;
}

const SPIKE_MS = 10_000;
const HOUR_MS = 3_600_000;
/** Resets are told in whole seconds. */
const ROUNDING_MS = 1000;

const unknown: Window = { limit: null, taken: 0, resetsAtMs: 0 };

export const NO_WINDOWS: Windows = { spike: unknown, hour: unknown, blockedUntilMs: 0 };

/**
 * Hands out turns of both windows at once, never more than they have left, and takes in what was told meanwhile. Pure:
 * whoever shares the state and lets one caller in at a time shares the limit.
 */
export function decide(windows: Windows, ask: Ask): { windows: Windows; grant: Grant } {
  const { nowMs } = ask;
  const told = ask.told.reduce((known, one) => hear(known, one, nowMs), windows);
  const spike = current(told.spike, { nowMs, lengthMs: SPIKE_MS, givenBack: 0 });
  const hour = current(told.hour, { nowMs, lengthMs: HOUR_MS, givenBack: ask.givenBack });
  const blockedUntilMs = Math.max(windows.blockedUntilMs, ask.blockedUntilMs);
  const waitMs = Math.max(
    blockedUntilMs - nowMs,
    ...[spike, hour].map(one => (roomIn(one, ask.urgency) > 0 ? 0 : one.resetsAtMs - nowMs)),
  );
  const most = Math.min(mostAtOnce(spike), mostAtOnce(hour));
  const room = Math.min(roomIn(spike, ask.urgency), roomIn(hour, ask.urgency));
  const turns = waitMs > 0 ? 0 : Math.max(0, Math.min(ask.turns, most, room));
  return {
    windows: {
      spike: { ...spike, taken: spike.taken + turns },
      hour: { ...hour, taken: hour.taken + turns },
      blockedUntilMs,
    },
    grant: {
      turns,
      untilMs: Math.min(spike.resetsAtMs, hour.resetsAtMs),
      waitMs: Math.max(0, waitMs),
      mostTurns: most,
    },
  };
}

/** A window that has ended is followed by the next, of which nothing is known yet but that it is no longer than this. */
function current(
  window: Window,
  { nowMs, lengthMs, givenBack }: { nowMs: number; lengthMs: number; givenBack: number },
): Window {
  if (window.resetsAtMs <= nowMs) return { ...window, taken: 0, resetsAtMs: nowMs + lengthMs };
  return { ...window, taken: Math.max(0, window.taken - givenBack) };
}

/** What background work leaves of a window to people. */
export function reserveOf(limit: number, urgency: Urgency): number {
  return urgency === 'person' ? 0 : Math.floor(limit * PROCORE.reserveForPeople);
}

function roomIn(window: Window, urgency: Urgency): number {
  if (window.limit === null) return Number.POSITIVE_INFINITY;
  return window.limit - reserveOf(window.limit, urgency) - window.taken;
}

function mostAtOnce(window: Window): number {
  if (window.limit === null) return PROCORE.maxTurnsAtOnce;
  return Math.max(
    1,
    Math.min(PROCORE.maxTurnsAtOnce, Math.floor(window.limit * PROCORE.shareOfWindowAtOnce)),
  );
}

/** The headers do not say which window they mean: a far reset, or the long window's own limit, means the long one. */
function hear(windows: Windows, told: Told, nowMs: number): Windows {
  if (told.resetsAtMs <= nowMs) return windows;
  const isFar = told.resetsAtMs - nowMs > SPIKE_MS + ROUNDING_MS;
  const isHour = isFar || (told.limit === windows.hour.limit && told.limit !== windows.spike.limit);
  return isHour
    ? { ...windows, hour: heard(windows.hour, told) }
    : { ...windows, spike: heard(windows.spike, told) };
}

/** Within one window counts only grow; answers may arrive in any order. */
function heard(window: Window, told: Told): Window {
  const used = Math.max(0, told.limit - told.remaining);
  const isNext = told.resetsAtMs > window.resetsAtMs + ROUNDING_MS;
  const taken = isNext ? used : Math.max(window.taken, used);
  return { limit: told.limit, taken, resetsAtMs: told.resetsAtMs };
}
