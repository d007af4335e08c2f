import type { Walkable } from '../../model/city/grid.ts';
import { directionAt, type Line, lineOf, nearestOn, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { anticlockwise, isInRing } from '../../model/geo/plane/ring.ts';
import { type Area, type Egress, GROUND, opening, place, round } from '../../tiles/infer/joined-streets.ts';
import type { DemoCity } from '../demo-city.ts';
import { textOf } from '../names/words.ts';
import type { Landmark, Plan, Underpass } from '../plan.ts';
import { ellipse, rectangle } from '../shape/rings.ts';
import { sideFacing } from '../streets/metro.ts';
import { addPassage, addStreets, nearestRibbon, type Ribbon } from './walkable-streets.ts';

/** Corners of an arc of stand on the shell, and on the edge of the pitch. */
const SHELL_STEPS = 4;
const PITCH_STEPS = 2;
/** Half of the arc of the ring that opens to the plaza. */
const PLAZA_WAY_RAD = (8.5 * Math.PI) / 180;

/**
 * Stands, the ring around them, the plaza, and the ways on to the streets. The stands are as many blocks as there are gates, with a rail
 * between two, as stands are built: each block leaves by its own gate. In one open bowl nobody used half of the gates, since a gate farther
 * from the destination was never the shorter way.
 */
function addStadium(city: DemoCity, out: Egress, ribbons: readonly Ribbon[]): void {
  const stadium = city.plan.landmarks.find((l) => l.kind === 'stadium');
  if (!stadium?.gates || !stadium.plazaAt || !stadium.plazaM2) return;
  const [w, d] = stadium.sizeM;
  const { gates } = stadium;
  const shell = ellipse(stadium.at, [w / 2, d / 2], 0, SHELL_STEPS * gates.length);
  const pitch = ellipse(stadium.at, [w * 0.27, d * 0.27], 0, PITCH_STEPS * gates.length);
  const outer = ellipse(stadium.at, [w / 2 + 20, d / 2 + 20], 0, 80);
  out.areas.push({
    id: 'wk-stadium-ring',
    level: GROUND,
    kind: 'plaza',
    outer: outer.map(place),
    holes: [[...shell].reverse().map(place)],
    label: { zh: '环场平台', en: 'Apron' },
  });
  addStands(stadium, gates, shell, pitch, out);
  addStadiumPlaza(stadium, stadium.plazaAt, stadium.plazaM2, out, ribbons);
  for (const deg of [90, 180, 270]) {
    const at: Point = [
      stadium.at[0] + (w / 2 + 20) * Math.cos((deg * Math.PI) / 180),
      stadium.at[1] + (d / 2 + 20) * Math.sin((deg * Math.PI) / 180),
    ];
    addPassage(out, ribbons, `stadium-out-${deg}`, 'wk-stadium-ring', at, 10, 'opening');
  }
}

/** A block of seats for each gate, and the gate's door onto the ring. */
function addStands(
  stadium: Landmark,
  gates: NonNullable<Landmark['gates']>,
  shell: readonly Point[],
  pitch: readonly Point[],
  out: Egress,
): void {
  const arcOf = (ring: readonly Point[], steps: number, k: number): Point[] =>
    Array.from({ length: steps + 1 }, (_, i) => ring[(steps * k + i) % ring.length]);
  for (const [k, gate] of gates.entries()) {
    const block = `wk-stadium-stand-${gate.id}`;
    out.areas.push({
      id: block,
      level: GROUND,
      kind: 'seats',
      outer: [...arcOf(shell, SHELL_STEPS, k), ...arcOf(pitch, PITCH_STEPS, k).reverse()].map(place),
      holes: [],
      label: { zh: `${gate.id} 区看台`, en: `Stand ${gate.id}` },
      capacity: Math.round((stadium.seats ?? 30000) / gates.length),
    });
    const dx = gate.at[0] - stadium.at[0];
    const dy = gate.at[1] - stadium.at[1];
    // The gates stand on the 128 × 109 ellipse, each in the middle of its block's arc; the tangent there carries the door.
    const tx = -dy / 109 ** 2;
    const ty = dx / 128 ** 2;
    const h = Math.hypot(tx, ty);
    const half = gate.widthM / 2;
    const a: Point = [gate.at[0] - (tx / h) * half, gate.at[1] - (ty / h) * half];
    const b: Point = [gate.at[0] + (tx / h) * half, gate.at[1] + (ty / h) * half];
    out.doors.push({
      ...opening(gate.id, block, 'wk-stadium-ring', [a, b], 'gate'),
      label: { zh: `${gate.id} 口`, en: `Gate ${gate.id}` },
    });
  }
}

/** The plaza, the way from the ring to it, and three ways on to the streets. */
function addStadiumPlaza(
  stadium: Landmark,
  plazaAt: Point,
  plazaM2: number,
  out: Egress,
  ribbons: readonly Ribbon[],
): void {
  const [w, d] = stadium.sizeM;
  const side = Math.sqrt(plazaM2 / 1.25);
  const plaza = rectangle(plazaAt[0] + 20, plazaAt[1], side * 0.72, side * 0.9);
  out.areas.push({
    id: 'wk-stadium-plaza',
    level: GROUND,
    kind: 'plaza',
    outer: plaza.map(place),
    holes: [],
    label: { zh: '体育场东广场', en: 'East plaza' },
  });
  const toward = Math.atan2(plazaAt[1] - stadium.at[1], plazaAt[0] - stadium.at[0]);
  const onRing = (turn: number): Point => [
    stadium.at[0] + (w / 2 + 20) * Math.cos(toward + turn),
    stadium.at[1] + (d / 2 + 20) * Math.sin(toward + turn),
  ];
  // Some 36 m wide: the plaza's edge lies 11 to 21 m off the ring's, farther than a door alone joins.
  const a = onRing(PLAZA_WAY_RAD);
  const b = onRing(-PLAZA_WAY_RAD);
  const plazaWestM = Math.min(...plaza.map(([x]) => x));
  const c: Point = [plazaWestM, b[1]];
  const e: Point = [plazaWestM, a[1]];
  out.areas.push({
    id: 'wk-stadium-plaza-way',
    level: GROUND,
    kind: 'footway',
    outer: anticlockwise([b, c, e, a]).map(place),
    holes: [],
  });
  out.doors.push(opening('dr-stadium-plaza-1', 'wk-stadium-ring', 'wk-stadium-plaza-way', [a, b]));
  out.doors.push(opening('dr-stadium-plaza-2', 'wk-stadium-plaza-way', 'wk-stadium-plaza', [e, c]));
  for (const [i, corner] of plaza.entries()) {
    const next = plaza[(i + 1) % plaza.length];
    const middle: Point = [(corner[0] + next[0]) / 2, (corner[1] + next[1]) / 2];
    if (i === 3) continue;
    addPassage(out, ribbons, `stadium-way-${i + 1}`, 'wk-stadium-plaza', middle, 18, 'opening');
  }
}

/** The square before the drum tower, with the exits that the festival scenario counts. */
function addSquare(city: DemoCity, out: Egress, ribbons: readonly Ribbon[]): void {
  const square = city.plan.landmarks.find((l) => l.kind === 'square');
  const festival = city.plan.scenarios.find((s) => s.id === 'festival') as
    | { exits?: [name: string, widthM: number, at: Point][] }
    | undefined;
  if (!square || !festival?.exits) return;
  const ring = rectangle(square.at[0], square.at[1], square.sizeM[0], square.sizeM[1]);
  out.areas.push({
    id: 'wk-lm-square',
    level: GROUND,
    kind: 'plaza',
    outer: ring.map(place),
    holes: [],
    label: { zh: square.nameZh, en: square.nameEn },
  });
  const outline = lineOf([...ring, ring[0]]);
  const used: number[] = [];
  for (const [i, [, widthM, at]] of festival.exits.entries()) {
    let s = nearestOn(outline, at[0], at[1]).chainageM;
    while (used.some((other) => Math.abs(other - s) < 16)) s = (s + 17) % outline.lengthM;
    used.push(s);
    addPassage(out, ribbons, `square-exit-${i + 1}`, 'wk-lm-square', pointAt(outline, s), widthM, 'opening');
  }
}

/** Ways into a park or a square, and how far the street may be; the nearest street is joined however far it is. */
const WAY_M = 6;
const WAY_REACH_M = 90;
const WAYS = 4;

/** Parks less their lakes, squares, sports grounds, and the rooms that the plan's shelters are; with ways to the streets. */
function addOpenGround(city: DemoCity, out: Egress, ribbons: readonly Ribbon[]): void {
  const { parks, shelters, landmarks, water } = city.plan;
  const left = new Set(shelters);
  const shelterIn = (ring: readonly Point[]) => {
    const found = [...left].find(({ at }) => isInRing(ring, at[0], at[1]));
    if (found) left.delete(found);
    return found;
  };
  for (const park of parks) {
    const ring = anticlockwise(park.polygon);
    const lakes = water.lakes
      .filter(({ at }) => isInRing(ring, at[0], at[1]))
      .map(({ at, semi, rotDeg }) => ellipse(at, [semi[0] * 1.06, semi[1] * 1.06], rotDeg, 48))
      .filter((shore) => shore.every((p) => isInRing(ring, p[0], p[1])));
    addGround(
      out,
      ribbons,
      `wk-${park.id}`,
      'plaza',
      ring,
      textOf(park),
      shelterIn(ring),
      lakes.map((shore) => shore.reverse()),
    );
  }
  for (const site of city.sites) {
    if (site.kind !== 'plaza' && site.kind !== 'sports-field' && site.kind !== 'hall') continue;
    if (site.id === 'lm-square' || site.landmark === 'lm-stadium') continue;
    const shelter = shelterIn(site.ring);
    addGround(
      out,
      ribbons,
      `wk-${site.id}`,
      site.kind === 'hall' ? 'room' : 'plaza',
      site.ring,
      shelter && textOf(shelter),
      shelter,
    );
  }
  for (const landmark of landmarks) {
    if (landmark.kind === 'stadium') continue;
    const ring = rectangle(landmark.at[0], landmark.at[1], landmark.sizeM[0], landmark.sizeM[1]);
    const shelter = shelterIn(ring);
    if (shelter) addGround(out, ribbons, `wk-${shelter.id}`, 'room', ring, textOf(shelter), shelter);
  }
}

/** One open ground or room, joined to the streets that its sides come near, each street once. */
function addGround(
  out: Egress,
  ribbons: readonly Ribbon[],
  id: string,
  kind: Area['kind'],
  outer: readonly Point[],
  label: Area['label'],
  shelter: Plan['shelters'][number] | undefined,
  holes: Point[][] = [],
): void {
  const ring = anticlockwise(outer);
  out.areas.push({
    id,
    level: GROUND,
    kind,
    outer: ring.map(place),
    holes: holes.map((hole) => hole.map(place)),
    ...(label ? { label } : {}),
    ...(shelter ? { capacity: shelter.capacity } : {}),
  });
  const sides = ring.map((a, i): Point => {
    const b = ring[(i + 1) % ring.length];
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  });
  const reached = sides
    .flatMap((at) => {
      const near = nearestRibbon(ribbons, at);
      return near
        ? [{ at, street: near.ribbon.id, awayM: Math.hypot(near.edge[0] - at[0], near.edge[1] - at[1]) }]
        : [];
    })
    .sort((p, q) => p.awayM - q.awayM)
    .filter(({ street }, i, all) => all.findIndex((other) => other.street === street) === i)
    .filter(({ awayM }, i) => i === 0 || (i < WAYS && awayM < WAY_REACH_M));
  for (const [i, { at }] of reached.entries())
    addPassage(out, ribbons, `${id.slice(3)}-way-${i + 1}`, id, at, WAY_M, shelter ? 'shelter' : 'opening');
}

/** Width of the stairs between platform and concourse, and how many. */
const STAIR_M = 2.4;
const STAIRS = 4;

type Station = Plan['metro']['stations'][number];

/** Place by metres along and across a station's own axis. */
type StationFrame = (alongM: number, acrossM: number) => Point;

function addStations(city: DemoCity, out: Egress, levels: Walkable['levels'], ribbons: readonly Ribbon[]): void {
  const line = lineOf(city.plan.metro.points);
  for (const station of city.plan.metro.stations) {
    const u = directionAt(line, station.chainageM);
    const at: StationFrame = (a, b) => [station.at[0] + u[0] * a - u[1] * b, station.at[1] + u[1] * a + u[0] * b];
    addStationRooms(station, at, out, levels);
    addPlatformWays(station, at, out);
    for (const entrance of station.entrances) addEntrance(station, entrance, line, out, ribbons);
  }
}

const hallOf = ({ id }: Station) => `${id}-concourse`;
const platformOf = ({ id }: Station) => `${id}-platform`;

function addStationRooms(station: Station, at: StationFrame, out: Egress, levels: Walkable['levels']): void {
  const ring = (l: number, w: number) => [at(-l / 2, -w / 2), at(l / 2, -w / 2), at(l / 2, w / 2), at(-l / 2, w / 2)];
  const hall = hallOf(station);
  const platform = platformOf(station);
  levels.push({
    id: hall,
    label: { zh: `${station.nameZh}站厅`, en: `${station.nameEn} concourse` },
    elevationM: station.concourseM,
  });
  levels.push({
    id: platform,
    label: { zh: `${station.nameZh}站台`, en: `${station.nameEn} platform` },
    elevationM: station.platformM,
  });
  const [pl, pw] = station.platformSizeM;
  out.areas.push({
    id: hall,
    level: hall,
    kind: 'room',
    outer: ring(station.boxM[0] - 40, station.boxM[1] - 2).map(place),
    holes: [],
    label: { zh: '站厅', en: 'Concourse' },
  });
  out.areas.push({
    id: platform,
    level: platform,
    kind: 'platform',
    outer: ring(pl, pw).map(place),
    holes: [],
    label: { zh: '站台', en: 'Platform' },
  });
}

/** Stairs, escalators by turns, and a lift between platform and concourse. */
function addPlatformWays(station: Station, at: StationFrame, out: Egress): void {
  const { id } = station;
  const hall = hallOf(station);
  const platform = platformOf(station);
  const rise = station.concourseM - station.platformM;
  for (let k = 0; k < STAIRS; k++) {
    const a = (k - (STAIRS - 1) / 2) * 28;
    const escalator = k % 2 === 1;
    out.stairs.push({
      id: `${id}-stair-${k + 1}`,
      kind: escalator ? 'escalator' : 'stair',
      from: platform,
      to: hall,
      foot: [...place(at(a - rise, 0)), station.platformM],
      head: [...place(at(a + rise, 0)), station.concourseM],
      widthM: escalator ? 1 : STAIR_M,
      ...(escalator ? { direction: 'up' as const, speedMps: 0.65 } : {}),
      stepFree: false,
    });
  }
  out.stairs.push({
    id: `${id}-lift`,
    kind: 'lift',
    from: platform,
    to: hall,
    foot: [...place(at(0, 3)), station.platformM],
    head: [...place(at(0, 3)), station.concourseM],
    widthM: 1.2,
    persons: 13,
    roundS: 70,
    stepFree: true,
  });
}

/** An entrance's room in the street, its way on to the footway, and its stair down to the concourse. */
function addEntrance(
  station: Station,
  entrance: Station['entrances'][number],
  line: Line,
  out: Egress,
  ribbons: readonly Ribbon[],
): void {
  const side = sideFacing(line, station, entrance.at);
  const toward = Math.atan2(side[1] - entrance.at[1], side[0] - entrance.at[0]);
  const pad = rectangle(entrance.at[0], entrance.at[1], 8, entrance.widthM, (toward * 180) / Math.PI);
  out.areas.push({
    id: `wk-${entrance.id}`,
    level: GROUND,
    kind: 'room',
    outer: pad.map(place),
    holes: [],
    label: { zh: `${station.nameZh}${entrance.id.slice(-1)}口`, en: `${station.nameEn} ${entrance.id.slice(-1)}` },
  });
  addPassage(
    out,
    ribbons,
    `${entrance.id}-way`,
    `wk-${entrance.id}`,
    entrance.at,
    entrance.widthM,
    'door',
    entrance.sillM,
  );
  // Straight down from the door, then along the passage to the concourse's nearer side.
  const foot: Point = [entrance.at[0] + 14 * Math.cos(toward), entrance.at[1] + 14 * Math.sin(toward)];
  out.stairs.push({
    id: `${entrance.id}-stair`,
    kind: 'stair',
    from: hallOf(station),
    to: `wk-${entrance.id}`,
    foot: [...place(foot), station.concourseM],
    head: [...place(entrance.at), entrance.sillM],
    widthM: round(entrance.widthM - 1),
    stepFree: false,
  });
}

/** Of the footway from the ramp's head on where no street of the same line begins, and how far off one may. */
const TOP_M = 8;
const STREET_AHEAD_M = 40;

/** The street or junction that a way runs into, and after how far. Its own street's is the nearest, though none faces it sideways. */
function streetAhead({ areas }: Egress, at: (byM: number) => Point): { id: string; byM: number } | undefined {
  const [x0, y0] = at(0);
  const near = areas.filter(
    ({ level, kind, outer }) =>
      level === GROUND &&
      (kind === 'street' || kind === 'crossing') &&
      outer.some(([x, y]) => Math.hypot(x - x0, y - y0) < 3 * STREET_AHEAD_M),
  );
  for (let byM = 2; byM <= STREET_AHEAD_M; byM += 0.5) {
    const [x, y] = at(byM);
    const street = near.find(({ outer }) => isInRing(outer as Point[], x, y));
    if (street) return { id: street.id, byM };
  }
  return undefined;
}

/** The footway through an underpass: down, level under the avenue, up (CITY.md §10: 6 m). */
const WALK_M = 6;

function addUnderpass(
  city: DemoCity,
  under: Underpass,
  out: Egress,
  levels: Walkable['levels'],
  ribbons: readonly Ribbon[],
): void {
  const trench = city.trenches.find((t) => t.underpass.id === under.id);
  if (!trench) return;
  levels.push({ id: under.id, label: { zh: under.nameZh, en: under.nameEn }, elevationM: under.lowM });
  const line = trench.line;
  const off = under.widthM / 2 - WALK_M / 2;
  const at = (s: number, d = off): Point => {
    const [x, y] = pointAt(line, trench.atM + s);
    const u = directionAt(line, trench.atM + s);
    return [x - u[1] * d, y + u[0] * d];
  };
  const half = under.coveredM / 2;
  const quad = (s0: number, s1: number) =>
    anticlockwise([
      at(s0, off - WALK_M / 2),
      at(s1, off - WALK_M / 2),
      at(s1, off + WALK_M / 2),
      at(s0, off + WALK_M / 2),
    ]);
  out.areas.push({
    id: `wk-${under.id}`,
    level: under.id,
    kind: 'underpass',
    outer: quad(-half, half).map(place),
    holes: [],
    label: { zh: under.nameZh, en: under.nameEn },
  });
  for (const [name, sign] of [
    ['south', line.points[0][1] < line.points[line.points.length - 1][1] ? -1 : 1],
    ['north', line.points[0][1] < line.points[line.points.length - 1][1] ? 1 : -1],
  ] as const) {
    const mouth = sign * (half + under.rampLengthM);
    const top = `wk-${under.id}-${name}`;
    const street = streetAhead(out, (byM) => at(mouth + sign * byM));
    const end = mouth + sign * (street?.byM ?? TOP_M);
    out.areas.push({
      id: top,
      level: GROUND,
      kind: 'footway',
      outer: quad(Math.min(mouth, end), Math.max(mouth, end)).map(place),
      holes: [],
    });
    out.stairs.push(rampOf(under, name, at(sign * half), at(mouth), round(city.ground.elevationAt(...at(mouth)))));
    if (street)
      out.doors.push(
        opening(`dr-${under.id}-${name}`, top, street.id, [at(end, off - WALK_M / 2), at(end, off + WALK_M / 2)]),
      );
    else addPassage(out, ribbons, `${under.id}-${name}-way`, top, at(end), WALK_M, 'opening');
  }
}

function rampOf(under: Underpass, name: string, foot: Point, head: Point, headM: number): Egress['stairs'][number] {
  return {
    id: `${under.id}-ramp-${name}`,
    kind: 'ramp',
    from: `wk-${under.id}`,
    to: `wk-${under.id}-${name}`,
    foot: [...place(foot), under.lowM],
    head: [...place(head), headM],
    widthM: WALK_M,
    stepFree: true,
  };
}

/**
 * Where people can walk in the whole district: streets from red line to red line with their crossings and bridges, the
 * stadium, squares, parks, shelters, stations down to the platforms, underpasses. Houses and their courts are not in it:
 * whoever lives there enters from the street of the address.
 */
export function walkableOf(city: DemoCity): Walkable {
  const levels: Walkable['levels'] = [{ id: GROUND, label: { zh: '地面', en: 'Ground' }, elevationM: null }];
  const out: Egress = { areas: [], doors: [], stairs: [] };
  const ribbons = addStreets(city, out);
  addStadium(city, out, ribbons);
  addSquare(city, out, ribbons);
  addStations(city, out, levels, ribbons);
  addOpenGround(city, out, ribbons);
  for (const under of city.plan.underpasses) addUnderpass(city, under, out, levels, ribbons);
  return { format: 1, levels, ...out };
}
