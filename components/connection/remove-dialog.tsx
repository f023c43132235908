'use client';
import { Button, Modal } from '@procore/core-react';

interface RemoveDialogProps {
  readonly name: string;
  readonly isBusy: boolean;
  readonly cancel: () => void;
  readonly confirm: () => void;
}

/** Asks before a company file is let go: its Web Connector is turned away from then on. */
export function RemoveDialog({ name, isBusy, cancel, confirm }: RemoveDialogProps) {
  const title = `Remove ${name}?`;
  return (
    <Modal
      open
      role="dialog"
      aria-label={title}
      onClose={cancel}
      howToClose={['x', 'footer-button']}
      width="sm"
    >
      <Modal.Header>{title}</Modal.Header>
      <Modal.Body>
        <p>
          Its Web Connector is turned away, and its links to Procore no longer count. Nothing is changed in
          QuickBooks or in Procore.
        </p>
      </Modal.Body>
      <Modal.Footer>
        <Modal.FooterButtons>
          <Button loading={isBusy} aria-label="Remove" onClick={confirm} data-qa="remove-confirm">
            Remove
          </Button>
        </Modal.FooterButtons>
      </Modal.Footer>
    </Modal>
  );
}
