import { isAreaLayer } from '../../model/city/layer-areas.ts';
import { DistrictsRequest } from '../../model/questions/districts.ts';
import { sha256 } from '../../model/sha256.ts';
import { type DataTable, parametersOf, tableOf } from '../../model/tables/data-table.ts';
import { DISTRICT, DISTRICT_SQUARE } from '../../model/tables/districts.ts';
import { MessageError } from '../../model/text/message.ts';
import { defineAnalysis, type OwnQuestions } from '../shared/analysis.ts';
import type { Pause } from '../shared/engine.ts';
import { populationKnown } from '../shared/population.ts';
import { openWalkedCity, type WalkedCity } from '../shared/walked-city.ts';
import { districtOutlines } from './district-outlines.ts';
import { type DivisionCase, improveDivision, worthOf } from './divide.ts';
import { type Divided, measured } from './division-level.ts';
import type { DistrictsEngineTypes, DistrictsFacts, DistrictsResult } from './engine-types.ts';
import { freshDivision, madeWhole } from './first-division.ts';
import { type GroundSquares, groundSquares } from './ground-squares.ts';
import { districtsMessage } from './messages.ts';
import { type NamedDistricts, namedDistricts } from './named-districts.ts';

/** Part of the whole that times on foot take, for the bar of progress. */
const TABLE_RATIO = 0.2;
/** A side between two districts costs this part of the mean cost of a square, so that borders are short where few live. */
const SIDE_RATIO = 0.2;

/** Divides a city into districts that are whole, balanced and near, from those of today with few who change. */
export const engine = defineAnalysis({
  id: 'districting',
  question: DistrictsRequest,
  open: openWalkedCity,
  facts: factsOf,
  analyse,
  tables: tablesOf,
  figures: ({ raster: _, request: __, hash: ___, list: ____, outlines: _____, ...figures }) => figures,
  more: (city): OwnQuestions<DistrictsEngineTypes> => ({
    async lend(layers) {
      await city.lend(layers);
      return factsOf(city);
    },
  }),
});

function factsOf({ known, network, layers, isFlat }: WalkedCity): DistrictsFacts {
  return {
    roads: network && (known.manifest.facts?.roads ?? null),
    layers,
    areas: known.manifest.layers.flatMap((layer) =>
      isAreaLayer(layer) && layer.count > 1 ? [{ id: layer.id, label: layer.label, count: layer.count }] : [],
    ),
    isFlat,
    population: populationKnown(known),
  };
}

async function analyse(city: WalkedCity, request: DistrictsRequest, pause: Pause): Promise<DistrictsResult | null> {
  const ground = await groundSquares(city, request);
  const named = await namedDistricts(city, request, ground, (ratio) => pause(TABLE_RATIO * ratio));
  if (!named) return null;
  const plain = caseOf(request, ground, named);
  const start = plain.today ?? freshDivision(plain, ground.eastM, ground.northM);
  const of = { ...plain, side: (SIDE_RATIO * worthOf(plain, start).cost) / plain.squares };
  const search = improveDivision(of, start, { steps: 1000 * request.searchThousands, seed: request.seed });
  for (;;) {
    const next = search.next();
    if (next.done) return resultOf(city, request, { ground, named, of, districtOf: next.value.districtOf });
    if (await pause(TABLE_RATIO + (1 - TABLE_RATIO) * next.value)) return null;
  }
}

function caseOf(
  request: DistrictsRequest,
  ground: GroundSquares,
  { names, today, seats }: NamedDistricts,
): DivisionCase {
  const { load, eastM, northM, first, next } = ground;
  const isFixed = new Uint8Array(load.length);
  const stands = today?.slice() ?? null;
  for (const [district, square] of (seats?.squares ?? []).entries()) {
    isFixed[square] = 1;
    if (stands) stands[square] = district;
  }
  const squares = { squares: load.length, districts: names.length, first, next, load };
  return {
    ...squares,
    target: targetsOf(request, ground, { names, seats }),
    toleranceRatio: request.tolerancePct / 100,
    far: seats ? { by: 'table', values: seats.minutes } : { by: 'middle', eastM, northM },
    today: stands && madeWhole(squares, stands, isFixed),
    // Distances to middles count by their squares.
    change: seats ? request.changeMin : request.changeM * request.changeM,
    side: 0,
    isFixed,
  };
}

function targetsOf(
  { balance }: DistrictsRequest,
  { load }: GroundSquares,
  { names, seats }: Pick<NamedDistricts, 'names' | 'seats'>,
): Float64Array {
  const all = load.reduce((sum, one) => sum + one, 0);
  if (balance === 'equal') return new Float64Array(names.length).fill(all / names.length);
  const shares = names.map(({ name, id }, district) => {
    const capacity = seats?.places[district].capacity ?? null;
    if (capacity === null || capacity <= 0)
      throw new MessageError(districtsMessage('no-capacity', { name: name.zh || id }));
    return capacity;
  });
  const sum = shares.reduce((total, one) => total + one, 0);
  return Float64Array.from(shares, (share) => (all * share) / sum);
}

async function resultOf(city: WalkedCity, request: DistrictsRequest, divided: Divided): Promise<DistrictsResult> {
  const { ground, named, of } = divided;
  const content = {
    ...measured(divided),
    amount: of.load.reduce((sum, one) => sum + one, 0),
    offLoad: ground.offLoad,
    largestSquare: of.load.reduce((most, one) => Math.max(most, one), 0),
    leftOut: named.leftOut,
    squares: of.squares,
  };
  return {
    request,
    ...content,
    outlines: districtOutlines(
      ground.place,
      ground.squareOf.map((square) => (square < 0 ? -1 : divided.districtOf[square])),
      of.districts,
    ),
    raster: rasterOf(city, divided, content.districts),
    used: { population: (await city.population()).used },
    hash: sha256([new TextEncoder().encode(JSON.stringify(content))]),
  };
}

/** Value of cells that are in no district, as pictures take them. */
const NO_DISTRICT = -2e30;

function rasterOf(
  city: WalkedCity,
  { ground: { place, squareOf }, districtOf }: Divided,
  districts: DistrictsResult['districts'],
): DistrictsResult['raster'] {
  const { westM, southM, cellM, columns } = place;
  const values = Float32Array.from(squareOf, (square) =>
    square < 0 ? NO_DISTRICT : districts[districtOf[square]].colour,
  );
  const elevationM = values.map((_, cell) =>
    city.groundM(westM + ((cell % columns) + 0.5) * cellM, southM + (Math.floor(cell / columns) + 0.5) * cellM),
  );
  return { ...place, values, elevationM };
}

function tablesOf({ request, districts, list, ...result }: DistrictsResult): Record<string, DataTable> {
  const { before, after, isBalanced, moved, loose, amount, offLoad, largestSquare, leftOut, proof, hash } = result;
  return {
    districts: tableOf(DISTRICT, districts),
    squares: tableOf(DISTRICT_SQUARE, list),
    parameters: parametersOf([
      ['request', JSON.stringify(request)],
      ['balanced', isBalanced ? 'yes' : 'no'],
      ['worst_off_pct_before', before?.worstOffPct ?? null],
      ['worst_off_pct', after.worstOffPct],
      ['mean_min_before', before?.meanMin ?? null],
      ['mean_min', after.meanMin],
      ['mean_m_before', before?.meanM ?? null],
      ['mean_m', after.meanM],
      ['moved', moved],
      ['loose', loose],
      ['amount', amount],
      ['off_ground', offLoad],
      ['largest_square', largestSquare],
      ['left_out', leftOut],
      ['value', proof?.value ?? null],
      ['bound', proof?.bound ?? null],
      ['gap_pct', proof?.gapPct ?? null],
      ['hash', hash],
    ]),
  };
}
