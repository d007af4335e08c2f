import { createStore, type StoreApi } from 'zustand/vanilla';
import type { IncidentTimeline } from '../../../model/incidents/incident-timeline.ts';
import type { OpenIncident } from '../../twin/open-incident.ts';
import { isExercise } from './order-book.ts';

interface OpenIncidentParts {
  /** The log of the open incident and its id; null: there is none. */
  current(): { id: string; log: IncidentTimeline } | null;
  follow(changed: () => void): () => void;
}

/** Follows the logs; its state is another one only when what others show of the open incident is. */
export function openIncidentStore({
  current,
  follow,
}: OpenIncidentParts): StoreApi<{ incident: OpenIncident | null }> & { close(): void } {
  const read = () => {
    const found = current();
    return found && openIncidentOf(found.id, found.log);
  };
  const store = createStore<{ incident: OpenIncident | null }>(() => ({ incident: read() }));
  const close = follow(() => {
    const incident = read();
    if (JSON.stringify(incident) !== JSON.stringify(store.getState().incident)) store.setState({ incident });
  });
  return { ...store, close };
}

function openIncidentOf(id: string, log: IncidentTimeline): OpenIncident | null {
  const opened = log.opened();
  if (!opened) return null;
  const { title, place } = opened;
  return { id, title, place, plan: log.plan()?.title ?? null, isExercise: isExercise(log) };
}
