import { choice, guid, id, int, must, str } from '../../fields';

/** Stands in for a record that was saved but could not be given back: enough to ask for it by its id. */
export const ErrorRecovery = [
  must(choice([id('ListID')], [guid('OwnerID')], [id('TxnID')])),
  int('TxnNumber'),
  str('EditSequence', 16),
  guid('ExternalGUID'),
] as const;
