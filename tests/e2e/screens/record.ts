import { expect, type FrameLocator, type Locator } from '@playwright/test';

export interface ShownLine {
  readonly item: string;
  readonly description: string;
  readonly quantity: string;
  readonly rate: string;
  readonly amount: string;
}

/** One record: Procore's side, QuickBooks' side, decisions, timeline. */
export class RecordScreen {
  constructor(private readonly frame: FrameLocator) {}

  get proposal(): Locator {
    return this.frame.locator('[data-qa=proposal]');
  }

  get procoreRecord(): Locator {
    return this.frame.locator('[data-qa=procore-record]');
  }

  get timeline(): Locator {
    return this.frame.locator('[data-qa=timeline]');
  }

  get exchanged(): Locator {
    return this.frame.locator('[data-qa=exchanged]');
  }

  get banner(): Locator {
    return this.frame.locator('[data-qa=state-banner]');
  }

  get refusals(): Locator {
    return this.frame.locator('[data-qa=refusals]');
  }

  get changed(): Locator {
    return this.frame.locator('[data-qa=changed]');
  }

  get state(): Locator {
    return this.frame.locator('[data-qa=state]');
  }

  get acceptButton(): Locator {
    return this.frame.locator('[data-qa=accept]');
  }

  get rejectButton(): Locator {
    return this.frame.locator('[data-qa=reject]');
  }

  get comment(): Locator {
    return this.frame.getByRole('textbox', { name: 'Comment for the sender' });
  }

  get rejectDialog(): Locator {
    return this.frame.getByRole('dialog');
  }

  get notice(): Locator {
    return this.frame.locator('[data-qa=notice]');
  }

  get cancelButton(): Locator {
    return this.frame.locator('[data-qa=cancel]');
  }

  async comments(words: string): Promise<void> {
    await this.frame.locator('[data-qa=comment-text]').fill(words);
    await this.frame.locator('[data-qa=comment-keep]').click();
    await expect(this.timeline).toContainText(words);
  }

  /** Has QuickBooks asked in its next run. */
  async unlinks(): Promise<void> {
    await this.frame.locator('[data-qa=unlink]').click();
    await this.frame.locator('[data-qa=unlink-confirm]').click();
    await expect(this.notice).toContainText('is being asked');
  }

  async rejects(comment: string): Promise<void> {
    await this.rejectButton.click();
    await this.comment.fill(comment);
    await this.frame.locator('[data-qa=reject-confirm]').click();
    await expect(this.rejectDialog).toHaveCount(0);
  }

  /** A field of the form that QuickBooks will have. */
  field(label: string): Locator {
    return this.proposal
      .locator('dt', { hasText: new RegExp(`^${label.replace('.', '\\.')}$`) })
      .locator('xpath=following-sibling::dd[1]');
  }

  async shownLines(): Promise<ShownLine[]> {
    const rows = await this.proposal.locator('tbody tr').all();
    return await Promise.all(
      rows.map(async row => {
        const [item = '', description = '', quantity = '', rate = '', amount = ''] = await row
          .locator('td')
          .allInnerTexts();
        return { item, description, quantity, rate, amount };
      }),
    );
  }
}
