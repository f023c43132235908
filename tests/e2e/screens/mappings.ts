import { expect, type FrameLocator, type Locator } from '@playwright/test';

/** Procore's records beside their QuickBooks twins. */
export class MappingsScreen {
  constructor(private readonly frame: FrameLocator) {}

  pair(name: string): Locator {
    return this.frame.locator(`[data-qa='pair-${name}']`);
  }

  tab(name: string): Locator {
    return this.frame.getByRole('tab', { name: new RegExp(`^${name}`) });
  }

  get search(): Locator {
    return this.frame.getByRole('textbox', { name: 'Search' });
  }

  async opensTab(name: string): Promise<void> {
    await this.tab(name).click();
    await expect(this.tab(name)).toHaveAttribute('aria-selected', 'true');
  }
}
