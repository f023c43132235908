/** Anybody who finds the address by itself. */
export default function Start() {
  return (
    <main style={{ padding: 48, maxWidth: 640 }}>
      <h1>QuickBooks Connector for Procore</h1>
      <p>
        This app lives inside Procore: open a project or your company there, and choose the connector from its
        apps. <a href="/support/qbwc">Help with the QuickBooks Web Connector</a>
      </p>
    </main>
  );
}
