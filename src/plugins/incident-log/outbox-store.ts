import { MessageError } from '../../../model/text/message.ts';
import { browserDatabase } from '../../kit/browser-database.ts';
import type { Outbox, OutboxStore } from './incident-client.ts';
import { incidentLogMessage } from './messages.ts';

const DATABASE = 'shapan-incidents';
/** By city, incident and client. */
const OUTBOXES = 'outboxes';

/** Outboxes of a city in the browser's own database. */
export function openOutboxStore(city: string, factory: IDBFactory | undefined): OutboxStore {
  const { ask, change } = browserDatabase({
    factory,
    name: DATABASE,
    stores: { [OUTBOXES]: {} },
    refused: (reason) => new MessageError(incidentLogMessage('keep-refused', { reason })),
  });
  return {
    all: () => ask<Outbox[]>(OUTBOXES, (store) => store.getAll(IDBKeyRange.bound([city, ''], [city, '\uffff']))),
    put: (...boxes) =>
      change([OUTBOXES], (storeOf) => {
        for (const box of boxes) {
          const key = [city, box.incident, box.client];
          if (box.sent.length === 0) storeOf(OUTBOXES).delete(key);
          else storeOf(OUTBOXES).put(box, key);
        }
      }),
  };
}
