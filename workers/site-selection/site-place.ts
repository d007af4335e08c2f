/** A place where something may be built or stands. */
export interface SitePlace {
  id: string;
  name: { zh: string; en: string };
  atM: readonly [eastM: number, northM: number];
  /** How much it takes and what it costs, where its layer tells it; null: as the question says. */
  capacity: number | null;
  cost: number | null;
}
