import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import type { LonLat } from '../../../model/geo/lon-lat.ts';
import type { IncidentAct } from '../../../model/incidents/incident-entry.ts';
import { busyWith } from '../../../model/incidents/incident-state.ts';
import type { IncidentTimeline } from '../../../model/incidents/incident-timeline.ts';
import type { TimelineState } from '../../../model/incidents/timeline-state.ts';
import { MessageError } from '../../../model/text/message.ts';
import type { OrderBook } from '../../twin/order-book.ts';
import { incidentLogMessage } from './messages.ts';
import { orderLine } from './order-lines.ts';

/** Whether nothing of it happens. */
export const isExercise = (log: IncidentTimeline | null): boolean => log?.opened()?.exercise !== undefined;

/**
 * The logs whose orders hold beside those of one: of the open incidents that really happen, or of the open exercises where it is one, for an
 * exercise moves nobody. A branch or a log of a file, which is none of the page's, stands by itself: what it supposes is not what is.
 * `own` null: those that really happen. Whether an incident is open is as the state says that `stateOf` gives, the newest one unless told.
 */
export function otherLogs(
  own: IncidentTimeline | null,
  logs: readonly IncidentTimeline[],
  stateOf: (log: IncidentTimeline) => TimelineState = (log) => log.present(),
): IncidentTimeline[] {
  if (own && !logs.includes(own)) return [];
  return logs.filter((log) => {
    if (log === own || isExercise(log) !== isExercise(own)) return false;
    const state = stateOf(log);
    return log.opened(state) !== null && log.read('incident', '', 'closedMs', state) === 0;
  });
}

interface OrderBookParts {
  /** Origin of the city. */
  origin: LonLat;
  newKey(): string;
  /** Writes into the incident that orders go into now; null: there is none, or nobody may. */
  target(): ((act: IncidentAct) => Promise<void>) | null;
  /** The log of that incident or branch. */
  targetLog(): IncidentTimeline | null;
  /** Those of all incidents that the page knows, branches and files not among them. */
  logs(): readonly IncidentTimeline[];
  follow(changed: () => void): () => void;
  /** Opens the form of orders with these words. */
  prepare: OrderBook['prepare'];
}

/** Orders of other tools go into the open incident; whoever asks is told who is on one, as `otherLogs` says which count. */
export function openOrderBook({ origin, newKey, target, targetLog, logs, follow, prepare }: OrderBookParts): OrderBook {
  return {
    incident: () => targetLog()?.opened()?.title ?? null,
    async give(drafts) {
      const write = target();
      if (!write) throw new MessageError(incidentLogMessage('no-open', {}));
      for (const draft of drafts) {
        const [eastM, northM] = draft.line.at(-1) ?? [];
        const place = eastM === undefined || northM === undefined ? null : lonLatFromEnu(origin, [eastM, northM, 0]);
        await write(orderLine(draft, newKey(), place));
      }
    },
    prepare,
    busy(resource) {
      const own = targetLog();
      for (const log of [...(own ? [own] : []), ...otherLogs(own, logs())]) {
        const order = busyWith(log, resource);
        if (order) return { name: order.name, task: order.task, incident: log.opened()?.title ?? '' };
      }
      return null;
    },
    follow,
  };
}
