import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifest, type View } from '../../model/city/manifest.ts';
import { lookingAt } from '../../src/view/framing.ts';

export const DEMO = 'chengchuan';

type Views = Readonly<Record<string, View>>;

/** Looks at a point of the ground: degrees, its height above the ellipsoid, where from. */
function sight(
  lonDeg: number,
  latDeg: number,
  heightM: number,
  headingDeg: number,
  pitchDeg: number,
  rangeM: number,
): View {
  return lookingAt({ lonDeg, latDeg, heightM }, headingDeg, pitchDeg, rangeM);
}

/** The same eight subjects of each city, as far as it has them; beside them it has its home view. */
const VIEWS: Readonly<Record<string, Views>> = {
  [DEMO]: {
    downtown: { lonDeg: 108.7341807, latDeg: 34.2984566, heightM: 753.7, headingDeg: 12, pitchDeg: -19 },
    facade: sight(108.7239, 34.3074, 372, 25, -8, 60),
    street: sight(108.73664, 34.3052, 356, 18, -3, 60),
    'old-town': sight(108.76184, 34.30433, 351, 40, -28, 330),
    river: sight(108.7364, 34.2902, 352, 305, -14, 620),
    park: sight(108.7322, 34.2985, 351, 320, -24, 420),
    stadium: sight(108.72306, 34.30135, 351, 300, -22, 560),
    underground: { lonDeg: 108.7356418, latDeg: 34.3026426, heightM: 620, headingDeg: 28, pitchDeg: -50 },
  },
  // A town of villages: its river is the Red Main with its bridge, its park a field's edge with a wood. Nothing of its ground is known.
  bayreuth: {
    downtown: sight(11.50331, 50.01585, 372, 20, -22, 450),
    facade: sight(11.50424, 50.01481, 373, 340, -4, 70),
    street: sight(11.50438, 50.01517, 375, 340, -8, 60),
    'old-town': sight(11.51891, 49.97907, 385, 40, -25, 400),
    river: sight(11.49911, 50.0131, 362, 250, -14, 200),
    park: sight(11.55057, 49.99072, 467, 30, -20, 420),
    stadium: sight(11.50996, 50.01953, 382, 20, -28, 330),
  },
  // Houses, sewers and levels at manholes: it has no river, park or road of its own. Its old town are the houses on the slope.
  kamloops: {
    downtown: sight(-120.3355, 50.6755, 352, 160, -20, 420),
    facade: sight(-120.33056, 50.67256, 385, 20, -8, 130),
    street: sight(-120.3345, 50.6752, 349, 70, -5, 90),
    'old-town': sight(-120.3385, 50.669, 437, 330, -26, 300),
    stadium: sight(-120.3328, 50.6787, 335, 340, -24, 300),
    underground: sight(-120.3348, 50.6745, 345, 20, -45, 420),
  },
  // Its river is the harbour. Nothing of its ground is known but the tracks of its station.
  monaco: {
    downtown: sight(7.4243, 43.73845, 94, 210, -20, 600),
    facade: sight(7.4284, 43.73971, 89, 200, -10, 90),
    street: sight(7.42181, 43.7353, 56, 20, -4, 120),
    'old-town': sight(7.42455, 43.73097, 108, 60, -26, 330),
    river: sight(7.4243, 43.7344, 54, 330, -16, 700),
    park: sight(7.42667, 43.74037, 103, 340, -26, 260),
    stadium: sight(7.41549, 43.72756, 76, 330, -28, 380),
  },
};

/** A city of which no subjects are listed has its home view and the chapters of the tour that was baked with it. */
export function viewsOf(folder: string, id: string): Views {
  const { home, tour } = parseManifest(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  return { home, ...(VIEWS[id] ?? Object.fromEntries(tour.map((chapter) => [chapter.id, chapter.view]))) };
}
