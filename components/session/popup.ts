import { every, systemRandomBytes } from '@/lib/core/system';

/**
 * The popup's way of signing in. Procore's own page cannot be framed, so it opens in a window; its result comes back as a
 * message to our own origin, and only together with the verifier made here is it worth anything.
 */
export interface Attempt {
  readonly verifier: string;
  /** base64url of the verifier's SHA-256. */
  readonly challenge: string;
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}

/** Made ahead of the click: after it, nothing may be waited for, or the browser takes the window for an advert. */
export async function prepareAttempt(): Promise<Attempt> {
  const verifier = base64url(systemRandomBytes(32));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(digest)) };
}

export type PopupResult =
  | { readonly outcome: 'ticket'; readonly ticket: string }
  | { readonly outcome: 'blocked' }
  | { readonly outcome: 'closed' }
  | { readonly outcome: 'refused'; readonly reason: string };

const FEATURES = 'popup,width=560,height=680';
const LOOK_EVERY_MS = 300;

/** Opens the sign-in window and waits for what becomes of it. Call it straight from the click. */
export function openPopup(attempt: Attempt): Promise<PopupResult> {
  const popup = window.open(`/auth/start?challenge=${attempt.challenge}`, '_blank', FEATURES);
  if (popup === null) return Promise.resolve({ outcome: 'blocked' });
  return new Promise(resolve => {
    const settle = (result: PopupResult): void => {
      stopLooking();
      window.removeEventListener('message', listen);
      if (!popup.closed) popup.close();
      resolve(result);
    };
    const listen = (event: MessageEvent): void => {
      if (event.origin !== window.location.origin || event.source !== popup) return;
      const result = readMessage(event.data);
      if (result) settle(result);
    };
    window.addEventListener('message', listen);
    const stopLooking = every(LOOK_EVERY_MS, () => {
      if (popup.closed) settle({ outcome: 'closed' });
    });
  });
}

/** The two messages of Procore's own helper for embedded apps; anything else is not for us. */
export function readMessage(data: unknown): PopupResult | null {
  if (typeof data !== 'object' || data === null) return null;
  const { type, payload } = data as { type?: unknown; payload?: unknown };
  const inside = typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : {};
  if (type === 'authentication.success' && typeof inside['ticket'] === 'string')
    return { outcome: 'ticket', ticket: inside['ticket'] };
  if (type === 'authentication.failure')
    return { outcome: 'refused', reason: String(inside['reason'] ?? '') };
  return null;
}
