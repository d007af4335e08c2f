import type { Alarm, AlarmKey } from './alarms.ts';

/** What is not as it was told: of alarms that stand, in the order of their keys, and of those that are normal again. */
export interface AlarmNews {
  changed: readonly Alarm[];
  gone: readonly AlarmKey[];
}

/** Remembers what a page was told. With 20,000 standing, all of them copied to it for each that changed is a tenth of its time. */
export class AlarmTeller {
  /** What may change of an alarm; the rest is its rule's. */
  private readonly told = new Map<AlarmKey, string>();

  /** Null: all as it was told. */
  newsOf(standing: readonly Alarm[]): AlarmNews | null {
    const changed: Alarm[] = [];
    const keys = new Set<AlarmKey>();
    for (const alarm of standing) {
      const { key, state, value, by, isLate } = alarm;
      keys.add(key);
      const text = JSON.stringify([state, value, by, isLate]);
      if (this.told.get(key) === text) continue;
      this.told.set(key, text);
      changed.push(alarm);
    }
    const gone = [...this.told.keys()].filter((key) => !keys.has(key));
    for (const key of gone) this.told.delete(key);
    return changed.length + gone.length > 0 ? { changed, gone } : null;
  }

  /** The page counts what it was told no more. */
  forget(): void {
    this.told.clear();
  }
}

/** In the order of their keys; those that did not change are the same objects. */
export function withNews(alarms: readonly Alarm[], { changed, gone }: AlarmNews): Alarm[] {
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
