import type { Alarm, AlarmKey } from './alarm.ts';

/** What differs from what was sent before: alarms that stand, in the order of their keys, and those that are normal again. */
export interface AlarmDelta {
  changed: readonly Alarm[];
  gone: readonly AlarmKey[];
}

/**
 * Remembers what a page was sent, so that it is sent changes alone: with 20,000 standing, all of them copied for each that changed are a
 * tenth of the page's time.
 */
export class AlarmDeltas {
  /** What may change of an alarm, by its key. */
  private readonly sent = new Map<AlarmKey, string>();

  /** Null: nothing differs. */
  next(standing: readonly Alarm[]): AlarmDelta | null {
    const changed: Alarm[] = [];
    const keys = new Set<AlarmKey>();
    for (const alarm of standing) {
      const { key, state, value, raised, extreme, by, isLate, meaning, limit } = alarm;
      keys.add(key);
      const text = JSON.stringify([
        ...[state, value, raised, extreme ?? null, by, isLate],
        ...[meaning.priority, meaning.title.en, limit],
      ]);
      if (this.sent.get(key) === text) continue;
      this.sent.set(key, text);
      changed.push(alarm);
    }
    const gone = [...this.sent.keys()].filter((key) => !keys.has(key));
    for (const key of gone) this.sent.delete(key);
    return changed.length + gone.length > 0 ? { changed, gone } : null;
  }

  /** The receiver begins anew. */
  forget(): void {
    this.sent.clear();
  }
}

/** In the order of their keys; those that did not change are the same objects. */
export function withDelta(alarms: readonly Alarm[], { changed, gone }: AlarmDelta): Alarm[] {
  const dropped = new Set([...gone, ...changed.map(({ key }) => key)]);
  const kept = alarms.filter(({ key }) => !dropped.has(key));
  const merged: Alarm[] = [];
  let next = 0;
  for (const alarm of kept) {
    while (next < changed.length && changed[next].key < alarm.key) merged.push(changed[next++]);
    merged.push(alarm);
  }
  return [...merged, ...changed.slice(next)];
}
