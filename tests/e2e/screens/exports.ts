import { expect, type Locator } from '@playwright/test';
import { ListScreen } from './list';

/** The project manager's list of a project. */
export class ExportsScreen extends ListScreen {
  get sendButton(): Locator {
    return this.frame.locator('[data-qa=send-chosen]');
  }

  /** Ticks records and sends them, none of which asks anything. */
  async sends(...numbers: readonly string[]): Promise<void> {
    await this.chooses(...numbers);
    await this.sendButton.click();
    for (const number of numbers) await expect(this.row(number)).toHaveCount(0);
  }
}
