import type { FrameLocator, Locator } from '@playwright/test';

export class MappingsScreen {
  constructor(private readonly frame: FrameLocator) {}

  pair(name: string): Locator {
    return this.frame.locator(`[data-qa="pair-${name}"]`);
  }
}
