import { metresPerDegree } from '../../model/geo/metres-per-degree.ts';
import { boxOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { osmXmlReader } from '../../readers/osm-xml/reader.ts';
import { bytesSource } from '../../readers/shared/byte-source.ts';
import { Problems } from '../../readers/shared/problems.ts';
import type { PolygonGeometry } from '../../tiles/model.ts';
import { plainLayer } from '../../tiles/plain-layer.ts';
import { readLayer } from '../../tiles/read/layer.ts';
import { type CutFile, cutFile, partsFile, STOREY_M } from './osm-files.ts';
import { atLeast, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/** Made files of OpenStreetMap: half of them waters that the edge cuts, half of them buildings in parts. */
const FILES = 400;
const QUICK_FILES = 40;

const sourceOf = (text: string) => bytesSource(new TextEncoder().encode(text), 'made.osm');

/** Places a side at which water is looked for, and the share of them that the ends of cut ways may cost. */
const GRID = 60;
const MAX_OFF_RATIO = 0.01;
/** Of a file that does not say its box, the middle is known. */
const MIDDLE_RATIO = 0.6;

/** 'right', 'told' where the side is not known, or what is wrong. */
async function judgeCut(file: CutFile): Promise<string> {
  const problems = new Problems();
  const wish = { geometry: 'polygon', tag: { key: 'natural', values: ['water'] } } as const;
  const read = await osmXmlReader.read(sourceOf(file.text), wish, problems);
  if (read.gives !== 'features') return 'no features';
  if (problems.leftOut > 0) return read.raw.count === 0 ? 'told' : 'told and drawn';
  const { partRing, ringVertex, xy } = read.raw;
  const parts = Array.from({ length: partRing.length - 1 }, (_, part) =>
    Array.from({ length: partRing[part + 1] - partRing[part] }, (_, k) => {
      const ring = partRing[part] + k;
      return Array.from(
        { length: ringVertex[ring + 1] - ringVertex[ring] },
        (_, i): Point => [xy[2 * (ringVertex[ring] + i)], xy[2 * (ringVertex[ring] + i) + 1]],
      );
    }),
  );
  const [west, south, east, north] = file.box;
  const share = file.saysBounds ? 1 : MIDDLE_RATIO;
  let off = 0;
  for (let i = 0; i < GRID; i++)
    for (let j = 0; j < GRID; j++) {
      const at: Point = [
        west + (east - west) * (0.5 + share * ((i + 0.5) / GRID - 0.5)),
        south + (north - south) * (0.5 + share * ((j + 0.5) / GRID - 0.5)),
      ];
      const isDrawn = parts.some((rings) => rings.filter((ring) => isInRing(ring, ...at)).length % 2 === 1);
      if (isDrawn !== file.isWater(at)) off++;
    }
  return off <= MAX_OFF_RATIO * GRID * GRID ? 'right' : `${off} of ${GRID * GRID} places`;
}

async function cutVerdicts(name: string, count: number): Promise<Verdict[]> {
  let right = 0;
  let told = 0;
  let wrong = 0;
  let lost = 0;
  for (let seed = 1; seed <= count; seed++) {
    const file = cutFile(seed);
    const answer = await judgeCut(file);
    if (answer === 'right') right++;
    else if (answer === 'told') {
      told++;
      if (file.shown !== 'nothing') {
        lost++;
        process.stderr.write(`${name}: seed ${seed}, by ${file.shown}: given up\n`);
      }
    } else {
      wrong++;
      process.stderr.write(`${name}: seed ${seed}, by ${file.shown}: ${answer}\n`);
    }
  }
  return [
    exactly(`${name} waters silently wrong`, wrong, 0),
    exactly(`${name} waters given up though something tells their side`, lost, 0),
    atLeast(`${name} waters closed`, right, Math.floor(0.7 * count)),
    atLeast(`${name} waters told`, told, Math.floor(0.05 * count)),
  ];
}

/** Volume of each object, its gabled roofs with it. */
function volumesOf(geometry: PolygonGeometry, count: number): number[] {
  const { featurePart, partRing, ringVertex, lonLatDeg, partBaseM, partTopM, partRoofM } = geometry;
  return Array.from({ length: count }, (_, row) => {
    let sum = 0;
    for (let part = featurePart[row]; part < featurePart[row + 1]; part++) {
      const ring = partRing[part];
      const places = Array.from({ length: ringVertex[ring + 1] - ringVertex[ring] }, (_, i): Point => {
        const at = 2 * (ringVertex[ring] + i);
        return [lonLatDeg[at], lonLatDeg[at + 1]];
      });
      const [west, south] = boxOf(places);
      const [eastM, northM] = metresPerDegree(south);
      const areaM2 = Math.abs(signedAreaM2(places.map(([x, y]): Point => [(x - west) * eastM, (y - south) * northM])));
      sum += areaM2 * ((partTopM?.[part] ?? 0) - (partBaseM?.[part] ?? 0) + (partRoofM?.[part] ?? 0) / 2);
    }
    return sum;
  });
}

/** Places are rounded to a centimetre, of sides from 3 m. */
const MAX_VOLUME_RATIO = 5e-3;

async function partsVerdicts(name: string, count: number): Promise<Verdict[]> {
  let wrong = 0;
  let buildings = 0;
  for (let seed = 1; seed <= count; seed++) {
    const { text, volumesM3 } = partsFile(seed);
    const recipe = {
      ...plainLayer('made.osm', 'osm-xml', { id: 'houses', kind: 'building', name: 'houses' }),
      assume: { storeyHeightM: STOREY_M },
    };
    const { input } = await readLayer(recipe, { source: sourceOf(text), reader: osmXmlReader, inputHash: () => '' });
    const { features } = input;
    if (features.geometry.kind !== 'polygon') throw new Error(features.geometry.kind);
    const { offsets, bytes } = features.ids;
    const ids = Array.from({ length: features.count }, (_, row) =>
      new TextDecoder().decode(bytes.slice(offsets[row], offsets[row + 1])),
    );
    const volumes = volumesOf(features.geometry, features.count);
    buildings += volumesM3.size;
    for (const [id, expected] of volumesM3) {
      const got = volumes[ids.indexOf(id)] ?? 0;
      if (Math.abs(got - expected) <= MAX_VOLUME_RATIO * expected) continue;
      wrong++;
      process.stderr.write(`${name}: seed ${seed}, ${id}: expected ${expected.toFixed(1)} m³, got ${got.toFixed(1)}\n`);
    }
    if (features.count !== volumesM3.size) wrong++;
  }
  return [exactly(`${name} volumes silently wrong`, wrong, 0), atLeast(`${name} buildings`, buildings, 3 * count)];
}

const caseOf = (name: string, files: number, quick: boolean): ValidationCase => ({
  name,
  quick,
  run: async () => [...(await cutVerdicts(name, files / 2)), ...(await partsVerdicts(name, files / 2))],
});

export const CASES: ValidationCase[] = [
  caseOf('cities.osm-made quick', QUICK_FILES, true),
  caseOf('cities.osm-made', FILES, false),
];
