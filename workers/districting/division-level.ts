import { type District, type DistrictSquare, type DivisionLevel, offPct } from '../../model/tables/districts.ts';
import type { DivisionCase } from './divide.ts';
import { divisionBound } from './division-bound.ts';
import type { DistrictsResult } from './engine-types.ts';
import type { GroundSquares } from './ground-squares.ts';
import type { NamedDistricts } from './named-districts.ts';

/** A division that was found, with what it is of. */
export interface Divided {
  ground: GroundSquares;
  named: NamedDistricts;
  of: DivisionCase;
  districtOf: Int32Array;
}

/** Off its share by more than this beyond the tolerance a district is not balanced: sums of thousands of parts have an error. */
const NEGLIGIBLE = 1e-6;
const M2_A_HA = 10_000;

/** Measures a division beside that of today. */
export function measured(
  divided: Divided,
): Pick<DistrictsResult, 'districts' | 'before' | 'after' | 'isBalanced' | 'moved' | 'loose' | 'proof' | 'list'> {
  const { ground, named, of, districtOf } = divided;
  const { names, today } = named;
  const districts = districtsOf(divided);
  const sum = (isCounted: (square: number) => boolean) =>
    of.load.reduce((total, load, square) => total + (isCounted(square) ? load : 0), 0);
  const moved = sum((square) => today !== null && today[square] >= 0 && today[square] !== districtOf[square]);
  const after = levelOf(of, districtOf);
  return {
    districts,
    before: today && levelOf(of, today),
    after,
    isBalanced: after.worstOffPct <= 100 * of.toleranceRatio + NEGLIGIBLE,
    moved,
    loose: sum((square) => today !== null && today[square] !== of.today?.[square]),
    proof: proofOf(of, districtOf),
    list: Array.from(
      districtOf,
      (district, square): DistrictSquare => ({
        atM: [ground.eastM[square], ground.northM[square]],
        load: of.load[square],
        district: names[district].id,
        before: today && today[square] >= 0 ? names[today[square]].id : null,
      }),
    ),
  };
}

function levelOf(of: DivisionCase, districtOf: Int32Array): DivisionLevel {
  const districts = waysOf(of, districtOf);
  const load = districts.reduce((sum, one) => sum + one.load, 0);
  const far = districts.reduce((sum, one) => sum + one.far, 0);
  const mean = load === 0 ? 0 : far / load;
  return {
    worstOffPct: Math.max(
      ...districts.map((one, district) => Math.abs(offPct({ load: one.load, target: of.target[district] }))),
    ),
    meanMin: of.far.by === 'table' ? mean : null,
    meanM: of.far.by === 'table' ? null : Math.sqrt(mean),
  };
}

/** Load of each district with the middle of it, and load × minutes, or load × squares of metres from that middle. */
function waysOf(of: DivisionCase, districtOf: Int32Array) {
  const { far, load, districts, squares } = of;
  const sums = Array.from({ length: districts }, () => ({ load: 0, east: 0, north: 0, far: 0, squares: 0 }));
  const each = (add: (sum: (typeof sums)[number], square: number, district: number) => void) => {
    for (let square = 0; square < squares; square++)
      if (districtOf[square] >= 0) add(sums[districtOf[square]], square, districtOf[square]);
  };
  each((sum, square, district) => {
    sum.load += load[square];
    sum.squares++;
    if (far.by === 'table') sum.far += load[square] * far.values[district * squares + square];
    else {
      sum.east += load[square] * far.eastM[square];
      sum.north += load[square] * far.northM[square];
    }
  });
  if (far.by === 'middle')
    each((sum, square) => {
      const east = far.eastM[square] - sum.east / (sum.load || 1);
      const north = far.northM[square] - sum.north / (sum.load || 1);
      sum.far += load[square] * (east * east + north * north);
    });
  return sums;
}

function districtsOf({ ground, named, of, districtOf }: Divided): District[] {
  const { names, today, seats } = named;
  const after = waysOf(of, districtOf);
  const before = today && waysOf(of, today);
  const colours = coloursOf(of, districtOf);
  const changed = (isCounted: (from: number, to: number) => boolean) =>
    of.load.reduce((sum, load, square) => {
      const from = today?.[square] ?? -1;
      return sum + (from >= 0 && from !== districtOf[square] && isCounted(from, districtOf[square]) ? load : 0);
    }, 0);
  return names.map(({ id, name }, district) => {
    const { load, east, north, far, squares } = after[district];
    const mean = load === 0 ? null : far / load;
    return {
      id,
      name,
      atM: seats
        ? seats.places[district].atM
        : middleOf(of, districtOf, district, load > 0 ? [east / load, north / load] : null),
      load,
      target: of.target[district],
      before: before?.[district].load ?? null,
      joined: changed((_, to) => to === district),
      left: changed((from) => from === district),
      squares,
      areaHa: (squares * ground.place.cellM * ground.place.cellM) / M2_A_HA,
      meanMin: of.far.by === 'table' ? mean : null,
      meanM: of.far.by === 'table' || mean === null ? null : Math.sqrt(mean),
      colour: colours[district],
    };
  });
}

/** The middle of those who live in a district; where nobody does, its first square. */
function middleOf(
  { far }: DivisionCase,
  districtOf: Int32Array,
  district: number,
  middle: [number, number] | null,
): [number, number] {
  if (middle) return middle;
  const square = districtOf.indexOf(district);
  return far.by === 'middle' ? [far.eastM[square], far.northM[square]] : [0, 0];
}

/** Numbers that no two neighbours share, each the least that is free. */
function coloursOf({ districts, squares, first, next }: DivisionCase, districtOf: Int32Array): number[] {
  const beside = Array.from({ length: districts }, () => new Set<number>());
  for (let square = 0; square < squares; square++)
    for (let k = first[square]; k < first[square + 1]; k++)
      if (districtOf[next[k]] !== districtOf[square]) beside[districtOf[square]].add(districtOf[next[k]]);
  const colours: number[] = [];
  for (let district = 0; district < districts; district++) {
    const taken = new Set([...beside[district]].map((other) => colours[other]));
    let colour = 0;
    while (taken.has(colour)) colour++;
    colours.push(colour);
  }
  return colours;
}

function proofOf(of: DivisionCase, districtOf: Int32Array): DistrictsResult['proof'] {
  const bound = divisionBound(of);
  if (bound === null || of.far.by !== 'table') return null;
  const { values } = of.far;
  const value = of.load.reduce((sum, load, square) => {
    const moved = of.today && of.today[square] !== districtOf[square] ? of.change : 0;
    return sum + load * (values[districtOf[square] * of.squares + square] + moved);
  }, 0);
  return { value, bound, gapPct: value === 0 ? 0 : Math.max(0, (100 * (value - bound)) / value) };
}
