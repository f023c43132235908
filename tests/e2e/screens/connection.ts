import type { FrameLocator, Locator } from '@playwright/test';

/** The company files and how each is doing. */
export class ConnectionScreen {
  constructor(private readonly frame: FrameLocator) {}

  card(name: string): Locator {
    return this.frame.getByRole('region', { name, exact: true });
  }

  get newName(): Locator {
    return this.frame.getByLabel('Name of the company file');
  }

  get createButton(): Locator {
    return this.frame.locator('[data-qa=create-connection]');
  }
}
