/** Seconds in an hour, for rates that are given per hour. */
export const S_PER_H = 3600;

/** Hours of a day. */
export const HOURS_PER_DAY = 24;

/** Seconds in a minute. */
export const S_PER_MIN = 60;

/** Milliseconds in a second. */
export const MS_PER_S = 1000;

/** Minutes in an hour. */
export const MIN_PER_H = 60;

/** Milliseconds in a minute: clocks inside count milliseconds, forms and schedules minutes. */
export const MS_PER_MIN = 60_000;

/** Milliseconds in an hour, as windows of history and forecasts are counted. */
export const MS_PER_H = 3_600_000;

/** Milliseconds in a day of 24 hours; days of a city's zone may be longer or shorter, see the zone's own clock. */
export const MS_PER_DAY = 86_400_000;

/** Minutes in a day of 24 hours, in which schedules are counted. */
export const MIN_PER_DAY = 1440;
/** The instant farthest from 1970 that a JavaScript date holds, either way. */
export const MAX_TIME_MS = 8.64e15;
