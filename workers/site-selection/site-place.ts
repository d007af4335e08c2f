/** A place where something may be built or stands. */
export interface SitePlace {
  id: string;
  name: { zh: string; en: string };
  atM: readonly [eastM: number, northM: number];
}
