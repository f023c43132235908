// core-react reads `window` as a default parameter while it renders. Declared but undefined, it reads as undefined on the
// server instead of throwing, and `typeof window` stays 'undefined'.
if (typeof window === 'undefined' && !('window' in globalThis)) {
  Object.defineProperty(globalThis, 'window', { value: undefined, writable: true, configurable: true });
}

export {};
