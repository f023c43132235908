export default function NotFound() {
  return (
    <main style={{ padding: 48 }}>
      <h1>There is nothing here</h1>
      <p>The address may be mistyped, or what was here is gone. Open the connector again from Procore.</p>
    </main>
  );
}
