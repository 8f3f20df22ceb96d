import type { RawReport } from '../../domain/report.ts';
import { decodeEido, isEido } from './eido.ts';
import type { Fields } from './fields.ts';
import { placeFrom } from './place.ts';

/** Muster's exchange between centres: what `OfferTransfer` puts into a ticket, with its own number and sender. */
export const EXCHANGE_FORMAT = 'muster-exchange/1';

/** A call that another centre gives us. */
export interface CentreTicket {
  /** Theirs; the same in every retry. */
  readonly ticketId: string;
  /** As they call themselves. */
  readonly fromCentre: string;
  /** live | drill | test; empty: ours. */
  readonly mode: string;
  readonly report: Omit<RawReport, 'idempotencyKey' | 'channel' | 'warnings'>;
}

/** Muster's exchange format or a NENA EIDO, told apart by what is in it. */
export function decodeCentre(fields: Fields): CentreTicket {
  return isEido(fields) ? decodeEido(fields) : decodeExchange(fields);
}

/** What is wrong goes into the warnings; nothing is refused here. */
export function decodeExchange(outer: Fields): CentreTicket {
  // Between two Musters the ticket is wrapped: {transferId, from, ticket}.
  const fields = outer.nested('ticket') ?? outer;
  const format = fields.text('format');
  if (format !== '' && format !== EXCHANGE_FORMAT) {
    fields.warnings.push(`the format is not ${EXCHANGE_FORMAT}; what was understood was kept`);
  }
  const text = fields.text('text').trim();
  const note = fields.text('note').trim();
  const address = fields.text('address').trim();
  const place = placeFrom(fields.nested('place', 'position', 'location'), 'centre');
  const ticket: CentreTicket = {
    ticketId: outer.text('transferId', 'ticketId').trim() || fields.text('alarmId', 'id').trim(),
    fromCentre: outer.text('fromCentre', 'centre', 'from').trim(),
    mode: fields.text('mode'),
    report: {
      ...{
        line: fields.text('line'),
        callerNumber: fields.text('callerNumber'),
        callerName: fields.text('callerName'),
      },
      text: [text, address === '' ? '' : `地址：${address}`, note === '' ? '' : `转出说明：${note}`]
        .filter((part) => part !== '')
        .join('\n'),
      ...{ lang: fields.text('lang'), place, reportedType: fields.text('reportedType') },
      // The first receiver's clock: it survives every hand-over.
      rangAtMs: fields.timeMs('receivedAtMs', 'receivedAt'),
    },
  };
  fields.has('sentAtMs', 'toCentre', 'deadlineAtMs', 'offeredBy', 'alarmId', 'id');
  fields.noteUnknown();
  return ticket;
}
