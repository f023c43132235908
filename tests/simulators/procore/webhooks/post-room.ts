import { isoSeconds } from '../environment';
import type { Site } from '../site';
import { byId, count } from '../store/state';
import { payloadOf } from './payloads';
import type { AttemptRow, DeliveryRow, EventRow, HookRow } from './rows';

type Outcome = 'sent' | 'failed' | 'empty';

/** In disorder, events are gathered this long so that there is something to shuffle. */
const GATHER_MS = 1500;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 3_600_000;
/** After so much waiting the queue is given up. */
const GIVE_UP_MS = 12 * 3_600_000;
/** Finished deliveries kept for listing. */
const MOST_KEPT = 2000;

/**
 * Carries events to each hook in the order of its queue, one at a time. Anything but 2xx pauses that hook's whole
 * queue, from one second doubling to an hour; after twelve hours of pauses the queue is dropped.
 */
export class PostRoom {
  private readonly turns = new Map<number, Promise<Outcome>>();
  private readonly walking = new Set<number>();
  private readonly closing = new AbortController();

  constructor(private readonly site: Omit<Site, 'post'>) {}

  post(event: EventRow): void {
    const { faults, random, state } = this.site;
    for (const hook of this.listeners(event)) {
      const isLost = faults.webhooks.lossOneIn > 0 && random.oneIn(faults.webhooks.lossOneIn);
      const copies = faults.webhooks.duplicates ? 2 : 1;
      for (let copy = 0; copy < copies; copy += 1) {
        const id = count(state, 'delivery', 1);
        state.deliveries.push({
          id,
          hookId: hook.id,
          event,
          status: isLost ? 'lost' : 'enqueued',
          attempts: [],
        });
      }
      this.walk(hook.id);
    }
    this.prune();
  }

  /** Takes up queues of a saved state, or after `hold`. */
  resume(): void {
    for (const hook of this.site.state.hooks) this.walk(hook.id);
  }

  /** Delivers what is queued now without waiting for pauses; a hook whose delivery fails keeps the rest. */
  async settle(): Promise<void> {
    await Promise.all(
      this.site.state.hooks.map(async hook => {
        let outcome: Outcome = 'sent';
        while (outcome === 'sent') outcome = await this.turn(hook.id);
      }),
    );
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.turns.values());
  }

  private listeners(event: EventRow): HookRow[] {
    const { state } = this.site;
    const isInstalled = byId(state.companies, event.companyId)?.isInstalled ?? false;
    return state.hooks.filter(
      hook =>
        isInstalled &&
        hook.isActive &&
        hook.companyId === event.companyId &&
        (hook.projectId === null || hook.projectId === event.projectId) &&
        state.triggers.some(
          trigger =>
            trigger.hookId === hook.id &&
            trigger.resourceName === event.resourceName &&
            trigger.eventType === event.eventType,
        ),
    );
  }

  private waiting(hookId: number): DeliveryRow[] {
    return this.site.state.deliveries.filter(
      one => one.hookId === hookId && (one.status === 'enqueued' || one.status === 'retrying'),
    );
  }

  private mayWalk(hookId: number): boolean {
    return !this.closing.signal.aborted && !this.site.faults.webhooks.hold && this.waiting(hookId).length > 0;
  }

  private walk(hookId: number): void {
    if (this.walking.has(hookId) || !this.mayWalk(hookId)) return;
    this.walking.add(hookId);
    void this.walkOn(hookId).finally(() => {
      this.walking.delete(hookId);
      this.walk(hookId);
    });
  }

  private async walkOn(hookId: number): Promise<void> {
    const { wait } = this.site.settings.time;
    let pauseMs = FIRST_PAUSE_MS;
    let pausedMs = 0;
    while (this.mayWalk(hookId)) {
      const { delayMs, disorder } = this.site.faults.webhooks;
      const holdBackMs = Math.max(delayMs, disorder ? GATHER_MS : 0);
      if (holdBackMs > 0) await wait(holdBackMs);
      const outcome = await this.turn(hookId);
      if (outcome === 'failed') {
        if (pausedMs >= GIVE_UP_MS) return this.discard(hookId);
        await wait(pauseMs);
        pausedMs += pauseMs;
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      } else {
        pauseMs = FIRST_PAUSE_MS;
        pausedMs = 0;
      }
    }
  }

  private discard(hookId: number): void {
    for (const delivery of this.waiting(hookId)) delivery.status = 'discarded';
    this.site.settings.print(`Webhooks of hook ${hookId} failed for twelve hours; its queue is dropped`);
    this.site.keeper.touch();
  }

  private turn(hookId: number): Promise<Outcome> {
    const before = this.turns.get(hookId) ?? Promise.resolve<Outcome>('empty');
    const next = before.then(() => this.deliverNext(hookId));
    this.turns.set(hookId, next);
    return next;
  }

  private async deliverNext(hookId: number): Promise<Outcome> {
    const hook = byId(this.site.state.hooks, hookId);
    const waiting = this.waiting(hookId);
    const first = waiting[0];
    if (!hook || !first || this.closing.signal.aborted) return 'empty';
    const isFree = this.site.faults.webhooks.disorder && first.status === 'enqueued';
    const delivery = isFree ? this.site.random.pick(waiting) : first;
    const attempt = await this.attempt(hook, delivery);
    delivery.attempts.push(attempt);
    const isSent = attempt.status !== null && attempt.status >= 200 && attempt.status < 300;
    delivery.status = isSent ? 'succeeded' : 'retrying';
    const { event } = delivery;
    const what = `${event.eventType} of ${event.resourceName} ${event.resourceId}`;
    this.site.settings.print(`Webhook: ${what} → ${attempt.status ?? attempt.error}`);
    this.site.keeper.touch();
    return isSent ? 'sent' : 'failed';
  }

  private async attempt(hook: HookRow, delivery: DeliveryRow): Promise<AttemptRow> {
    const { clock, deadline } = this.site.settings.time;
    const startedAt = isoSeconds(clock());
    const ended = (result: Pick<AttemptRow, 'status' | 'error' | 'body'>): AttemptRow => ({
      startedAt,
      completedAt: isoSeconds(clock()),
      ...result,
    });
    try {
      const answer = await fetch(hook.destinationUrl, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'Content-Type': 'application/json',
          ...(hook.authorization === null ? {} : { Authorization: hook.authorization }),
        },
        body: JSON.stringify(payloadOf(delivery.event, hook.payloadVersion)),
        signal: AbortSignal.any([deadline(this.site.settings.deliveryTimeoutMs), this.closing.signal]),
      });
      return ended({ status: answer.status, error: null, body: (await answer.text()).slice(0, 500) });
    } catch (error) {
      return ended({ status: null, error: error instanceof Error ? error.name : 'error', body: '' });
    }
  }

  private prune(): void {
    const { deliveries } = this.site.state;
    if (deliveries.length <= 2 * MOST_KEPT) return;
    const isDone = (one: DeliveryRow): boolean => one.status !== 'enqueued' && one.status !== 'retrying';
    const kept = deliveries.filter((one, index) => !isDone(one) || index >= deliveries.length - MOST_KEPT);
    deliveries.splice(0, deliveries.length, ...kept);
  }
}
