import type { Metadata } from 'next';
import { QBWC_CODES } from '@/lib/qbwc';
import { HRESULTS, hresultMeaning } from '@/lib/qbxml';
import styles from './support.module.css';

export const metadata: Metadata = { title: 'Help with the QuickBooks Web Connector' };

/** AppSupport of the .qwc: no sign-in, explains what the Web Connector shows. */
export default function SupportPage() {
  return (
    <main className={styles.page}>
      <h1>Help with the QuickBooks Web Connector</h1>
      <p>
        The Web Connector is a Windows program that carries accepted records between Procore and QuickBooks
        Desktop. It works only while a Windows user is logged in on the PC. Its log is QWCLog.txt; the details
        of each run are on the Connection page of the connector in Procore.
      </p>
      <h2>Messages of the Web Connector</h2>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>Code</th>
            <th>Cause</th>
            <th>What to do</th>
          </tr>
        </thead>
        <tbody>
          {QBWC_CODES.map(row => (
            <tr key={row.codes}>
              <td>{row.codes}</td>
              <td>{row.cause}</td>
              <td>{row.remedy}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2>Messages of QuickBooks</h2>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>Code</th>
            <th>Cause</th>
            <th>What to do</th>
          </tr>
        </thead>
        <tbody>
          {HRESULTS.map(code => (
            <tr key={code}>
              <td>{code}</td>
              <td>{hresultMeaning(code).cause}</td>
              <td>{hresultMeaning(code).remedy}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </main>
  );
}
