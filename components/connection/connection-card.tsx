'use client';
import { Banner, Button, Pill, ProgressBar } from '@procore/core-react';
import { useState } from 'react';
import { Ago } from '@/components/ui/ago';
import { dateAndTime, dayOrText, plural } from '@/components/ui/format';
import { listWord } from '@/components/ui/list-words';
import { ProblemBanner } from '@/components/ui/problem';
import ui from '@/components/ui/ui.module.css';
import type { ConnectionHealth } from '@/lib/connections';
import styles from './connection.module.css';
import { RemoveDialog } from './remove-dialog';
import { RestoredFile } from './restored-file';
import type { ShownPassword } from './shown-password';
import { useConnectionActions } from './use-connection-actions';

interface ConnectionCardProps {
  readonly connection: ConnectionHealth;
  readonly isAdmin: boolean;
  readonly reload: () => Promise<void>;
  readonly showPassword: (shown: ShownPassword) => void;
}

const STATUS: Readonly<
  Record<ConnectionHealth['status'], readonly [string, 'blue' | 'green' | 'yellow' | 'gray']>
> = {
  new: ['Waiting for first contact', 'blue'],
  active: ['Connected', 'green'],
  paused: ['Paused', 'yellow'],
  removed: ['Removed', 'gray'],
};

/** One company file: what it is, how it is doing, what waits for it, and what can be done. */
export function ConnectionCard({ connection, isAdmin, reload, showPassword }: ConnectionCardProps) {
  const actions = useConnectionActions(connection, reload, showPassword);
  const [isRemoving, setRemoving] = useState(false);
  const [word, color] = STATUS[connection.status];
  return (
    <section className={styles.card} aria-labelledby={`connection-${connection.id}`} data-qa="connection">
      <div className={styles.head}>
        <h2 id={`connection-${connection.id}`}>{connection.name}</h2>
        <Pill color={color}>{word}</Pill>
        <span className={styles.soft}>
          last contact <Ago at={connection.lastContactAt} />
        </span>
      </div>
      {actions.problem !== null && <ProblemBanner problem={actions.problem} />}
      <Warnings connection={connection} isAdmin={isAdmin} actions={actions} />
      {connection.pause?.kind === 'restored' && (
        <RestoredFile
          missing={connection.pause.missing}
          isBusy={actions.isBusy}
          decide={(records, decision) =>
            void actions.run(
              'missing',
              { qbIds: records.map(one => one.qbId), decision },
              decision === 'accept' ? 'Accepted as it is.' : 'Given back, to be sent and accepted anew.',
            )
          }
        />
      )}
      <Progress connection={connection} />
      <div className={styles.columns}>
        <FileFacts connection={connection} />
        <ListAges connection={connection} />
        <Sessions connection={connection} />
      </div>
      <div className={styles.actions}>
        <Button
          variant="secondary"
          disabled={actions.isBusy}
          onClick={() => void actions.download()}
          data-qa="download-qwc"
        >
          Download .qwc
        </Button>
        <Button
          variant="secondary"
          disabled={actions.isBusy}
          onClick={() => void actions.run('read-lists', {}, 'The next run reads the lists.')}
        >
          Read lists again
        </Button>
        {isAdmin && (
          <Button variant="secondary" disabled={actions.isBusy} onClick={() => void actions.renew()}>
            New password
          </Button>
        )}
        {connection.status === 'paused' ? (
          <Button
            variant="secondary"
            disabled={actions.isBusy}
            onClick={() => void actions.run('resume', {}, 'Resumed.')}
          >
            Resume
          </Button>
        ) : (
          <Button
            variant="tertiary"
            disabled={actions.isBusy}
            onClick={() =>
              void actions.run(
                'pause',
                { reason: 'Paused on the Connection page.' },
                'Paused: nothing is written until it is resumed.',
              )
            }
          >
            Pause writing
          </Button>
        )}
        {isAdmin && (
          <Button variant="tertiary" disabled={actions.isBusy} onClick={() => setRemoving(true)}>
            Remove…
          </Button>
        )}
      </div>
      {isRemoving && (
        <RemoveDialog
          name={connection.name}
          isBusy={actions.isBusy}
          cancel={() => setRemoving(false)}
          confirm={() => void actions.run('remove', {}, 'Removed.').then(() => setRemoving(false))}
        />
      )}
    </section>
  );
}

function pausedSince({ at }: NonNullable<ConnectionHealth['pause']>): string {
  return at === null ? 'Writing is paused' : `Writing is paused since ${dateAndTime(at)}`;
}

type Actions = ReturnType<typeof useConnectionActions>;

function Warnings({
  connection,
  isAdmin,
  actions,
}: {
  connection: ConnectionHealth;
  isAdmin: boolean;
  actions: Actions;
}) {
  const { edition } = connection;
  const isOtherFile = connection.lastErrorText?.includes('so far this connection reached') ?? false;
  return (
    <>
      {connection.pause !== null && (
        <Warning title={pausedSince(connection.pause)} body={connection.pause.reason} />
      )}
      {connection.missingRight !== null && (
        <Warning title="QuickBooks does not let the connector write" body={connection.missingRight} />
      )}
      {connection.isLocked && (
        <Warning
          title="Too many wrong passwords"
          body="The login is locked for a while. Put the right password into the Web Connector."
        />
      )}
      {connection.lastErrorText !== null && connection.status !== 'paused' && (
        <Warning
          title={
            connection.advice === null
              ? 'The last run had a problem'
              : 'Several runs in a row had this problem'
          }
          body={connection.lastErrorText}
          action={
            isOtherFile && isAdmin
              ? {
                  label: 'The company was renamed',
                  run: () => void actions.run('confirm-file', {}, 'The new name is taken with the next run.'),
                }
              : null
          }
        />
      )}
      {!edition.isSupported && (
        <Warning
          title={
            edition.isAllowed
              ? 'An edition that is not on the list is allowed'
              : 'This edition is not on the list'
          }
          body={edition.reason ?? ''}
          action={
            isAdmin
              ? {
                  label: edition.isAllowed ? 'Stop allowing it' : 'Allow it anyway',
                  run: () => void actions.run('edition', { isAllowed: !edition.isAllowed }, 'Changed.'),
                }
              : null
          }
        />
      )}
    </>
  );
}

function Warning({
  title,
  body,
  action = null,
}: {
  title: string;
  body: string;
  action?: { label: string; run: () => void } | null;
}) {
  return (
    <Banner variant="attention">
      <Banner.Content>
        <Banner.Title>{title}</Banner.Title>
        <Banner.Body>{body}</Banner.Body>
      </Banner.Content>
      {action && (
        <Banner.Action>
          <Button size="sm" variant="secondary" onClick={action.run}>
            {action.label}
          </Button>
        </Banner.Action>
      )}
    </Banner>
  );
}

function Progress({ connection }: { connection: ConnectionHealth }) {
  const { writes, reads, unknown } = connection.waiting;
  const running = connection.sessions.find(session => session.state === 'open');
  const parts = [
    writes > 0 ? `${plural(writes, 'record')} to be written` : '',
    reads > 0 ? `${plural(reads, 'list')} to be read` : '',
    unknown > 0 ? `${plural(unknown, 'lost answer')} to be looked up` : '',
  ].filter(part => part !== '');
  if (parts.length === 0 && !running) return null;
  return (
    <div>
      <p>
        {running
          ? `The Web Connector is running: ${plural(running.done, 'request')} done. `
          : 'Waiting for the Web Connector: '}
        {parts.join(', ')}
      </p>
      {running && <ProgressBar value={running.progress} aria-label="Progress of the run" />}
    </div>
  );
}

function FileFacts({ connection }: { connection: ConnectionHealth }) {
  const yes = (value: boolean | null | undefined): string =>
    value === null || value === undefined ? 'not known' : value ? 'on' : 'off';
  const rows: readonly (readonly [string, string])[] = [
    ['Company file', connection.companyFileName ?? 'not seen yet'],
    ['Edition', connection.productName ?? 'not seen yet'],
    ['Country', connection.country ?? 'not seen yet'],
    ['Closed up to', dayOrText(connection.closingDate ?? 'not closed')],
    ['Purchase orders', yes(connection.preferences?.arePurchaseOrdersOn)],
    ['Estimates', yes(connection.preferences?.isUsingEstimates)],
    ['User name', connection.userName],
  ];
  return (
    <div>
      <h3 className={styles.sub}>Company file</h3>
      <dl className={ui.facts}>
        {rows.map(([label, value]) => (
          <Row key={label} label={label} value={value} />
        ))}
      </dl>
    </div>
  );
}

function Row({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}

function ListAges({ connection }: { connection: ConnectionHealth }) {
  return (
    <div>
      <h3 className={styles.sub}>Read from QuickBooks</h3>
      {connection.lists.length === 0 && <p className={styles.soft}>Nothing yet.</p>}
      <dl className={ui.facts}>
        {connection.lists.map(list => (
          <div key={list.kind} style={{ display: 'contents' }}>
            <dt>{listWord(list.kind) ?? list.kind}</dt>
            <dd>
              <Ago at={list.asOf} never={list.error === null ? 'never' : ''} /> {list.error}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Sessions({ connection }: { connection: ConnectionHealth }) {
  return (
    <div>
      <h3 className={styles.sub}>Last runs</h3>
      {connection.sessions.length === 0 && (
        <p className={styles.soft}>No run with work yet. {connection.lastOutcome}</p>
      )}
      <dl className={ui.facts}>
        {connection.sessions.map(session => (
          <div key={session.id} style={{ display: 'contents' }}>
            <dt>{dateAndTime(session.startedAt)}</dt>
            <dd>
              {session.state === 'open'
                ? `running, ${session.progress} %`
                : (session.outcome ?? session.state)}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
