/**
 * What a kind of sensor is drawn as, on the map and in its legend: strokes in a square of 24, in the way of the page's icons. Kinds that
 * measure alike share one; a kind of a city's own without one stays a plain disc.
 */
const WAVE = 'M4 9c2.7-3 5.3-3 8 0s5.3 3 8 0M4 16c2.7-3 5.3-3 8 0s5.3 3 8 0';
const DROP = 'M12 4c3.5 4.5 5.5 7.2 5.5 10a5.5 5.5 0 0 1-11 0c0-2.8 2-5.5 5.5-10z';
const FLOW = 'M4 12h14M13 6.5l6 5.5-6 5.5';
const TURN = 'M12 4v16M4 12h16M6.5 6.5l11 11M17.5 6.5l-11 11';
const GAUGE = 'M5 17a8.5 8.5 0 1 1 14 0M12 15l4-6';
const FLAME = 'M12 4c1 4 5 5 5 10a5 5 0 0 1-10 0c0-2 1-3.5 2-5 1 1.5 2 1 3-5z';
const BOLT = 'M13.5 3.5 6 13.5h5l-1.5 7L18 10.5h-5z';
const HEAT = 'M10 13V6a2 2 0 1 1 4 0v7a4 4 0 1 1-4 0z';
const LID = 'M12 4.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 1 0 0-15M7 12h10M12 7v10';
const LAMP = 'M12 4a5.5 5.5 0 0 0-3 10v2h6v-2a5.5 5.5 0 0 0-3-10M9.5 20h5';
const CAR = 'M4 15v-3l2.5-5h11l2.5 5v3zM7.5 15v3M16.5 15v3';
const PEOPLE = 'M12 5a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6M6 19c0-4 2.5-6 6-6s6 2 6 6';
const AIR = 'M4 9h9a2.5 2.5 0 1 0-2.5-2.5M4 13h13a2.5 2.5 0 1 1-2.5 2.5M4 17h6';
const SOUND = 'M5 10v4M9 7v10M13 4.5v15M17 8v8M20.5 11v2';
const SLIP = 'M4 19h16L4 6zM13 6l5 4';
const BEAM = 'M4 8h16M4 8c3 8 13 8 16 0M8 8v5M12 8v6M16 8v5M4 8v10M20 8v10';
const HOUSE = 'M5 20V9l7-5 7 5v11zM10 20v-6h4v6';

export const KIND_GLYPHS: Readonly<Record<string, string>> = {
  rain: DROP,
  river: WAVE,
  pond: WAVE,
  'pipe-level': WAVE,
  levee: WAVE,
  'pipe-flow': FLOW,
  pump: TURN,
  gate: TURN,
  'water-p': GAUGE,
  'gas-p': GAUGE,
  'gas-leak': FLAME,
  heat: HEAT,
  power: BOLT,
  cover: LID,
  lamp: LAMP,
  traffic: CAR,
  parking: CAR,
  crowd: PEOPLE,
  metro: PEOPLE,
  air: AIR,
  noise: SOUND,
  slope: SLIP,
  site: SLIP,
  bridge: BEAM,
  building: HOUSE,
};

/** The side of the square that they are drawn in. */
export const GLYPH_GRID = 24;
