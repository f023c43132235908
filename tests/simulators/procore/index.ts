import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomFrom } from '../world';
import { RateLimits } from './access/rate-limits';
import { officeOf } from './acts/office';
import { restRoutes } from './api';
import { machineTime } from './environment';
import { FaultBox, type Faults } from './faults';
import type { Route } from './http/router';
import { makeServer } from './http/server';
import { authorizeRoutes } from './oauth/authorize';
import { tokenRoutes } from './oauth/token-routes';
import { issuePair } from './oauth/tokens';
import type { Office } from './office';
import { type ProcoreOptions, type Settings, settingsFrom } from './options';
import { RecordBook, type Records } from './records';
import { sandboxRoutes } from './sandbox/routes';
import { shellRoutes } from './shell/routes';
import type { Site } from './site';
import { keeperOf, loadState } from './store/file';
import { seedState } from './store/seed';
import type { State } from './store/state';
import { PostRoom } from './webhooks/post-room';

export type { RateLimit } from './access/rate-limits';
export type { ActiveFault, FaultKind, FaultRule, Faults, WebhookFaults } from './faults';
export type { TokenRow } from './oauth/rows';
export type {
  CommitmentPatch,
  LinePatch,
  NewCommitment,
  NewLine,
  NewProject,
  NewVendor,
  Office,
  RightsPatch,
} from './office';
export type {
  ChangeOrderPatch,
  CodedLine,
  DirectCostPatch,
  FinancialOffice,
  InvoicePatch,
  LineClaim,
  NewChangeOrder,
  NewDirectCost,
  NewInvoice,
  NewPayment,
  PaymentPatch,
} from './office-financials';
export type { ProcoreOptions } from './options';
export type { AuthorizationRecord, CommitmentRecord, Records, RequestRecord, Violation } from './records';
export type { AttemptRow, DeliveryRow, EventRow, HookRow } from './webhooks/rows';

export interface SignedIn {
  readonly accessToken: string;
  /** Null for the service account. */
  readonly refreshToken: string | null;
  readonly expiresInS: number;
  /** Unix seconds. */
  readonly createdAt: number;
  /** The person, or the app's own user. */
  readonly userId: number;
}

export interface Procore {
  /** Where it listens; links and pages name `publicUrl`. */
  readonly url: string;
  readonly publicUrl: string;
  readonly faults: Faults;
  readonly records: Records;
  readonly office: Office;
  /** A live pair for a person of the world, without the pages in between. */
  signIn(personLogin: string): SignedIn;
  /** What the client credentials would get. */
  signInService(): SignedIn;
  /** Delivers everything queued now, held back or not; returns when each queue is empty or its first entry failed. */
  settleWebhooks(): Promise<void>;
  close(): Promise<void>;
}

const ROUTES: readonly Route[] = [
  ...restRoutes,
  ...tokenRoutes,
  ...authorizeRoutes,
  ...sandboxRoutes,
  ...shellRoutes,
];

async function stateFor(options: ProcoreOptions, settings: Settings): Promise<State> {
  const { savePath, world } = options;
  const saved = savePath === undefined ? null : await loadState(savePath, settings.seed);
  return saved ?? seedState(world, settings.seed, settings.time.clock());
}

function siteFor(options: ProcoreOptions, settings: Settings, state: State): Site {
  const limits = new RateLimits(options.rateLimit);
  const random = randomFrom(settings.seed);
  const withoutPost = {
    settings,
    state,
    random,
    limits,
    faults: new FaultBox(limits, random),
    book: new RecordBook(),
    keeper: keeperOf(options.savePath, state),
    startedAt: settings.time.clock().getTime(),
  };
  return { ...withoutPost, post: new PostRoom(withoutPost) };
}

function signIn(site: Site, login: string): SignedIn {
  const person = site.state.people.find(one => one.login === login);
  if (!person) throw new RangeError(`nobody signs in as ${login}`);
  const token = issuePair(site, site.settings.clientId, person.id);
  const { access: accessToken, refresh: refreshToken, expiresIn: expiresInS, createdAt } = token;
  return { accessToken, refreshToken, expiresInS, createdAt, userId: person.id };
}

function signInService(site: Site): SignedIn {
  const {
    access: accessToken,
    expiresIn: expiresInS,
    createdAt,
  } = issuePair(site, site.settings.clientId, null);
  return { accessToken, refreshToken: null, expiresInS, createdAt, userId: site.state.serviceAccount.id };
}

/** Starts a Procore of the given world that answers, refuses, delays and forgets as the real one does. */
export async function startProcore(options: ProcoreOptions): Promise<Procore> {
  let begin: (site: Site) => void = () => undefined;
  const ready = new Promise<Site>(resolve => {
    begin = resolve;
  });
  const server = makeServer(ready, ROUTES);
  server.listen(options.port, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  // A listening TCP server has an address of this shape.
  const { port } = server.address() as AddressInfo;
  const settings = settingsFrom(options, port, machineTime);
  const site = siteFor(options, settings, await stateFor(options, settings));
  begin(site);
  site.post.resume();
  return {
    url: `http://${options.host ?? '127.0.0.1'}:${port}`,
    publicUrl: settings.publicUrl,
    faults: site.faults,
    records: site.book.view(site.state),
    office: officeOf(site),
    signIn: login => signIn(site, login),
    signInService: () => signInService(site),
    settleWebhooks: () => site.post.settle(),
    close: () => close(server, site),
  };
}

async function close(server: Server, site: Site): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  await site.post.close();
  await site.keeper.flush();
}
