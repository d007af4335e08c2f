import { checkNext, type IncidentEntry, parseEntries } from '../../../model/incidents/incident-entry.ts';
import { IncidentTimeline } from '../../../model/incidents/incident-timeline.ts';
import { MessageError } from '../../../model/text/message.ts';
import { browserDatabase } from '../../kit/browser-database.ts';
import { incidentLogMessage } from './messages.ts';

const DATABASE = 'shapan-incident-branches';
/** By city and branch. */
const BRANCHES = 'branches';

/** What goes on by itself from a moment of an incident; kept in this browser, and in the package of its incident. */
export interface IncidentBranch {
  id: string;
  incident: string;
  name: string;
  /** The parent's line that it goes on after. */
  seq: number;
  timeline: IncidentTimeline;
}

/** A branch as the browser keeps it: its own lines, and the line of its parent that they follow. */
export interface SavedBranch {
  id: string;
  incident: string;
  name: string;
  seq: number;
  /** Hash of that line; empty: it follows none. */
  after: string;
  entries: IncidentEntry[];
}

/** Keeps branches where a reload finds them. */
export interface BranchStore {
  all(): Promise<SavedBranch[]>;
  put(branch: SavedBranch): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Branches of a city in the browser's own database. */
export function openBranchStore(city: string, factory: IDBFactory | undefined): BranchStore {
  const { ask, change } = browserDatabase({
    factory,
    name: DATABASE,
    stores: { [BRANCHES]: {} },
    refused: (reason) => new MessageError(incidentLogMessage('branch-refused', { reason })),
  });
  return {
    // Where the browser has no database nothing was kept; who keeps a branch is told.
    all: async () =>
      factory
        ? ask<SavedBranch[]>(BRANCHES, (store) => store.getAll(IDBKeyRange.bound([city, ''], [city, '\uffff'])))
        : [],
    put: (branch) => change([BRANCHES], (storeOf) => storeOf(BRANCHES).put(branch, [city, branch.id])),
    remove: (id) => change([BRANCHES], (storeOf) => storeOf(BRANCHES).delete([city, id])),
  };
}

/** What is kept of a branch. */
export function savedBranch({ id, incident, name, seq, timeline }: IncidentBranch): SavedBranch {
  const entries = timeline.entries();
  return { id, incident, name, seq, after: entries[seq - 1]?.hash ?? '', entries: entries.slice(seq) };
}

/**
 * A kept branch on its parent's log. Null: the log has not come so far yet. It throws where the log has another line in that place (another
 * hub, or one from a backup), or where a line of the branch was changed.
 */
export function branchOn(parent: IncidentTimeline, { id, incident, name, seq, after, entries }: SavedBranch) {
  if (parent.length < seq || parent.length === 0) return null;
  if (seq > 0 && parent.entry(seq).hash !== after)
    throw new MessageError(incidentLogMessage('branch-parent', { name, seq }));
  const timeline = new IncidentTimeline({ parent, seq });
  for (const entry of parseEntries(entries, name)) {
    checkNext(timeline.last(), entry);
    timeline.append(entry);
  }
  return { id, incident, name, seq, timeline } satisfies IncidentBranch;
}
