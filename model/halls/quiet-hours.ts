/** When a hall is dark: minutes of the city's day, from the first to the second, over midnight where the second is the smaller. */
export interface QuietHours {
  readonly fromMin: number;
  readonly toMin: number;
}

/** `22:00-07:30`; null: it is not so written, or from an hour to itself. */
export function readQuietHours(text: string): QuietHours | null {
  const [, fromH, fromM, toH, toM] = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (fromH === undefined) return null;
  const quiet = { fromMin: Number(fromH) * 60 + Number(fromM), toMin: Number(toH) * 60 + Number(toM) };
  return quiet.fromMin === quiet.toMin ? null : quiet;
}

/** Whether a minute of the day is one of them; the last is not. */
export function isQuietAt({ fromMin, toMin }: QuietHours, minuteOfDay: number): boolean {
  return fromMin < toMin
    ? minuteOfDay >= fromMin && minuteOfDay < toMin
    : minuteOfDay >= fromMin || minuteOfDay < toMin;
}
