'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { useSession } from '@/components/session/session-context';
import { Ago } from '@/components/ui/ago';
import { Toasts } from '@/components/ui/toasts';
import { systemClock } from '@/lib/core/system';
import { CompanyProvider, useCompany } from './company-context';
import styles from './shell.module.css';

interface Place {
  readonly href: string;
  readonly label: string;
}

/** Where the project of the frame is kept while company screens are open. */
function projectIn(pathname: string): string | null {
  return /\/projects\/(\d+)/.exec(pathname)?.[1] ?? null;
}

function useProject(pathname: string): string | null {
  const inPath = projectIn(pathname);
  const [last, setLast] = useState(inPath);
  useEffect(() => {
    if (inPath !== null) setLast(inPath);
  }, [inPath]);
  return inPath ?? last;
}

function placesFor(company: ReturnType<typeof useCompany>): Place[] {
  const { rights, home, projectId } = company;
  const places: Place[] = [];
  if (projectId !== null) places.push({ href: `${home}/projects/${projectId}/exports`, label: 'Exports' });
  if (rights.isApprover || rights.isCompanyAdmin) {
    places.push(
      { href: `${home}/inbox`, label: 'Inbox' },
      { href: `${home}/mappings`, label: 'Mappings' },
      { href: `${home}/connection`, label: 'Connection' },
      { href: `${home}/history`, label: 'History' },
    );
  }
  if (rights.isCompanyAdmin) places.push({ href: `${home}/people`, label: 'People' });
  if (rights.isApprover || rights.isCompanyAdmin)
    places.push({ href: `${home}/settings`, label: 'Settings' });
  // Who only looks is written to about nothing.
  if (rights.isApprover || rights.isCompanyAdmin || (rights.project?.canSend.length ?? 0) > 0)
    places.push({ href: `${home}/messages`, label: 'My messages' });
  return places;
}

const LATE_MS = 30 * 60_000;

/** When QuickBooks was last heard: on every screen, since nothing moves without it. */
function Heard() {
  const { heard } = useCompany();
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const at = heard.lastContactAt;
    setLate(at === null || systemClock().getTime() - new Date(at).getTime() > LATE_MS);
  }, [heard.lastContactAt]);
  if (heard.connections === 0) return <span className={styles.heard}>QuickBooks is not connected yet</span>;
  const state = heard.isPaused ? 'Paused' : 'QuickBooks';
  return (
    <span className={styles.heard} data-qa="heard">
      <span
        className={`${styles.dot} ${isLate || heard.isPaused ? styles.dotLate : styles.dotGood}`}
        aria-hidden="true"
      />
      <span>
        {state}: last heard <Ago at={heard.lastContactAt} />
      </span>
    </span>
  );
}

function Bar() {
  const company = useCompany();
  const pathname = usePathname();
  const { signOut } = useSession();
  return (
    <header className={styles.bar}>
      <span className={styles.brand}>QuickBooks</span>
      <nav className={styles.nav} aria-label="Connector">
        {placesFor(company).map(place => (
          <Link
            key={place.href}
            href={place.href}
            className={styles.link}
            aria-current={pathname.startsWith(place.href) ? 'page' : undefined}
          >
            {place.label}
          </Link>
        ))}
      </nav>
      <div className={styles.right}>
        <Heard />
        <span data-qa="person">{company.person.name}</span>
        <button type="button" className={styles.signOut} onClick={() => void signOut()}>
          Sign out
        </button>
      </div>
    </header>
  );
}

/** The bar over every screen of a company. */
export function AppShell({ companyId, children }: { companyId: string; children: ReactNode }) {
  const projectId = useProject(usePathname());
  return (
    <CompanyProvider companyId={companyId} projectId={projectId}>
      <Toasts>
        <Bar />
        {children}
      </Toasts>
    </CompanyProvider>
  );
}
