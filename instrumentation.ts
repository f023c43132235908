/** Runs once as the server starts: database, migrations, background work. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  const { startWithServer } = await import('./lib/runtime');
  await startWithServer();
}
