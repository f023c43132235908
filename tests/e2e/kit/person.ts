import { expect, type Frame, type FrameLocator, type Locator, type Page } from '@playwright/test';
import { HARBOR_PINE_ID } from '@/tests/simulators/world';
import { ConnectionScreen } from '../screens/connection';
import { ExportsScreen } from '../screens/exports';
import { HistoryScreen } from '../screens/history';
import { InboxScreen } from '../screens/inbox';
import { MappingsScreen } from '../screens/mappings';
import { RecordScreen } from '../screens/record';

export interface Site {
  readonly shellUrl: string;
  readonly appUrl: string;
}

/** Somebody at a browser, in Procore, with the connector in its frame. */
export class Person {
  readonly frame: FrameLocator;
  readonly exports: ExportsScreen;
  readonly inbox: InboxScreen;
  readonly record: RecordScreen;
  readonly mappings: MappingsScreen;
  readonly connection: ConnectionScreen;
  readonly history: HistoryScreen;

  constructor(
    readonly name: string,
    readonly page: Page,
    private readonly site: Site,
  ) {
    this.frame = page.frameLocator('iframe[title="Connector"]');
    this.exports = new ExportsScreen(this.frame);
    this.inbox = new InboxScreen(this.frame);
    this.record = new RecordScreen(this.frame);
    this.mappings = new MappingsScreen(this.frame);
    this.connection = new ConnectionScreen(this.frame);
    this.history = new HistoryScreen(this.frame);
  }

  /** Tells the simulated Procore who sits here. */
  async entersProcore(): Promise<void> {
    await this.page.goto(this.site.shellUrl);
    await this.page.getByRole('button', { name: new RegExp(this.name) }).click();
    await expect(this.page.getByText(`Signed in as ${this.name}`)).toBeAttached();
  }

  async opensProject(projectId: number, companyId = HARBOR_PINE_ID): Promise<void> {
    await this.page.goto(`${this.site.shellUrl}/${companyId}/projects/${projectId}/apps/connector`);
  }

  async opensCompany(companyId = HARBOR_PINE_ID): Promise<void> {
    await this.page.goto(`${this.site.shellUrl}/${companyId}/company/apps/connector`);
  }

  get signInButton(): Locator {
    return this.frame.getByRole('button', { name: 'Sign in with Procore' });
  }

  /** Clicks the button and gives Procore's window. */
  async opensSignIn(): Promise<Page> {
    const opened = this.page.waitForEvent('popup');
    await this.signInButton.click();
    return await opened;
  }

  async signsIn(): Promise<void> {
    const popup = await this.opensSignIn();
    const closed = popup.waitForEvent('close');
    await popup.getByRole('button', { name: new RegExp(this.name) }).click();
    await closed;
    await expect(this.frame.locator('[data-qa=sign-in]')).toHaveCount(0);
  }

  /** Signs in where Procore still knows who sits here: its window lets them pass and closes by itself. */
  async signsInAgain(): Promise<void> {
    const popup = await this.opensSignIn();
    await popup.waitForEvent('close');
    await expect(this.frame.locator('[data-qa=sign-in]')).toHaveCount(0);
  }

  /** Goes to a screen by the bar over all of them. */
  async goesTo(screen: string): Promise<void> {
    const link = this.frame
      .getByRole('navigation', { name: 'Connector' })
      .getByRole('link', { name: screen });
    await link.click();
    await expect(link).toHaveAttribute('aria-current', 'page');
  }

  heading(name: string | RegExp): Locator {
    return this.frame.getByRole('heading', { level: 1, name });
  }

  get toast(): Locator {
    return this.frame.getByRole('status');
  }

  get alert(): Locator {
    return this.frame.locator('[role=alert]:not(#__next-route-announcer__)');
  }

  /** The frame itself, for what can only be asked inside it. */
  appFrame(): Frame {
    const found = this.page.frames().find(one => one.url().startsWith(this.site.appUrl));
    if (!found) throw new Error('The connector is not in the frame.');
    return found;
  }

  /** Marks the document that stands in the frame; the mark is gone after a reload. */
  async marksPage(): Promise<void> {
    await this.appFrame().evaluate(() => document.documentElement.setAttribute('data-mark', 'here'));
  }

  async expectNeverReloaded(): Promise<void> {
    await expect(this.frame.locator('html')).toHaveAttribute('data-mark', 'here');
  }
}
