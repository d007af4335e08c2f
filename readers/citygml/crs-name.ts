/** Names that offices write into `srsName` instead of a code; the longer before the shorter that it begins with. */
const NAMES: readonly (readonly [pattern: RegExp, code: (match: RegExpExecArray) => number])[] = [
  [/ETRS89_UTM(3[1-3])\b/i, ([, zone]) => 25800 + Number(zone)],
  [/ETRS89_UTM(3[1-3])\*/i, ([, zone]) => 25800 + Number(zone)],
  [/DHDN_3GK([2-5])/i, ([, zone]) => 31464 + Number(zone)],
  [/^CH1903\s*\+|\bLV95\b/i, () => 2056],
  [/^CH1903\b|\bLV03\b/i, () => 21781],
];

/** A system by the code that stands for its name; the name itself where no such code is known. */
export function systemOf(srsName: string): string {
  if (/EPSG/i.test(srsName)) return srsName;
  for (const [pattern, code] of NAMES) {
    const match = pattern.exec(srsName.trim());
    if (match) return `EPSG:${code(match)}`;
  }
  return srsName;
}
