import type { FrameLocator, Locator } from '@playwright/test';

export class ConnectionScreen {
  constructor(private readonly frame: FrameLocator) {}

  card(name: string): Locator {
    return this.frame.getByRole('region', { name });
  }
}
