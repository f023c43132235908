import { expect, type FrameLocator, type Locator } from '@playwright/test';

/** A list of records with tabs and a search: the project's exports, and the inbox. */
export class ListScreen {
  constructor(protected readonly frame: FrameLocator) {}

  row(number: string): Locator {
    return this.frame.locator(`[data-qa="row-${number}"]`);
  }

  get rows(): Locator {
    return this.frame.locator('tr[data-qa^="row-"]');
  }

  tab(name: string): Locator {
    return this.frame.getByRole('tab', { name: new RegExp(`^${name}`) });
  }

  get search(): Locator {
    return this.frame
      .getByRole('searchbox', { name: 'Search' })
      .or(this.frame.getByRole('textbox', { name: 'Search' }));
  }

  /** Why this record stands where it stands: rules it fails, what QuickBooks said, what the approver wrote. */
  why(number: string): Locator {
    return this.row(number).locator('[data-qa=blockers]');
  }

  state(number: string): Locator {
    return this.row(number).locator('[data-qa=state]');
  }

  async opensTab(name: string): Promise<void> {
    await this.tab(name).click();
    await expect(this.tab(name)).toHaveAttribute('aria-selected', 'true');
  }

  async searches(text: string): Promise<void> {
    await this.search.fill(text);
  }

  /** Where a search has just moved the rows, the click is made again. */
  async chooses(...numbers: readonly string[]): Promise<void> {
    for (const number of numbers) {
      const box = this.row(number).getByRole('checkbox');
      await expect(async () => await box.check({ force: true, timeout: 2000 })).toPass();
    }
  }

  async choosesAll(): Promise<void> {
    await this.frame.getByRole('checkbox', { name: /^Choose all/ }).check({ force: true });
  }

  async showsMore(): Promise<void> {
    await this.frame.getByRole('button', { name: 'Show more' }).click();
  }

  async opens(number: string): Promise<void> {
    await this.row(number).getByRole('link', { name: number }).click();
    await expect(
      this.frame.getByRole('heading', { level: 1, name: new RegExp(`^${number} `) }),
    ).toBeVisible();
  }
}
