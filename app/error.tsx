'use client';

/** A page that failed; the person can try again, and nothing is told that helps nobody. */
export default function PageError({ reset }: { reset: () => void }) {
  return (
    <main style={{ padding: 48 }}>
      <h1>Something went wrong on our side</h1>
      <p>Nothing was changed. Try again; if it stays, tell support when it happened.</p>
      <button type="button" onClick={reset}>
        Try again
      </button>
    </main>
  );
}
