/** Words of the compass in English and Chinese by sixteenths of a turn from north. */
const WINDS = [
  ['N', '北'],
  ['NNE', '北东北'],
  ['NE', '东北'],
  ['ENE', '东东北'],
  ['E', '东'],
  ['ESE', '东东南'],
  ['SE', '东南'],
  ['SSE', '南东南'],
  ['S', '南'],
  ['SSW', '南西南'],
  ['SW', '西南'],
  ['WSW', '西西南'],
  ['W', '西'],
  ['WNW', '西西北'],
  ['NW', '西北'],
  ['NNW', '北西北'],
] as const;

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;
const turned = (deg: number): number => ((deg % 360) + 360) % 360;

/**
 * Degrees clockwise from north, 0 to 360, of a heading as registers and OpenStreetMap write it: `90`, `NE`, `朝东北`, or a range `45-135`, whose middle
 * clockwise counts; null: it is none, or names several.
 */
export function headingOf(text: string): number | null {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/°|度$/, '')
    .replace(/^朝|^向|方$|向$/g, '');
  if (NUMBER.test(plain)) return turned(Number(plain));
  const wind = WINDS.findIndex(([en, zh]) => en === plain.toUpperCase() || zh === plain);
  if (wind >= 0) return wind * 22.5;
  const range = /^([^-]+)-([^-]+)$/.exec(plain);
  const from = range && headingOf(range[1]);
  const to = range && headingOf(range[2]);
  return from === null || to === null ? null : turned(from + turned(to - from) / 2);
}
