import type { Locator } from '@playwright/test';
import { ListScreen } from './list';

/** The approver's list over all projects. */
export class InboxScreen extends ListScreen {
  get acceptButton(): Locator {
    return this.frame.locator('[data-qa=accept-chosen]');
  }

  /** Asked for where several are accepted in one go. */
  get confirmAccept(): Locator {
    return this.frame.locator('[data-qa=accept-confirm]');
  }

  /** What the records chosen come to, kind by kind. */
  get totals(): Locator {
    return this.frame.locator('[data-qa=accept-totals]');
  }

  get cancelButton(): Locator {
    return this.frame.locator('[data-qa=cancel-chosen]');
  }

  get rejectButton(): Locator {
    return this.frame.locator('[data-qa=reject-chosen]');
  }

  get comment(): Locator {
    return this.frame.getByRole('textbox', { name: 'Comment for the sender' });
  }

  get confirmReject(): Locator {
    return this.frame.locator('[data-qa=reject-confirm]');
  }
}
