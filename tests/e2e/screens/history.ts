import type { FrameLocator, Locator } from '@playwright/test';

/** Runs of the Web Connector, what people did, and one run exchange by exchange. */
export class HistoryScreen {
  constructor(private readonly frame: FrameLocator) {}

  get runs(): Locator {
    return this.frame.getByRole('table', { name: 'Runs of the Web Connector' }).getByRole('row');
  }

  get events(): Locator {
    return this.frame.getByRole('table', { name: 'What happened' }).getByRole('row');
  }

  get search(): Locator {
    return this.frame
      .getByRole('searchbox', { name: 'Search' })
      .or(this.frame.getByRole('textbox', { name: 'Search' }));
  }

  tab(name: string): Locator {
    return this.frame.getByRole('tab', { name });
  }

  /** One exchange of the run that is open. */
  exchange(words: string): Locator {
    return this.frame.getByRole('listitem').filter({ hasText: words }).first();
  }
}
