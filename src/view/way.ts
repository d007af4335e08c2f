import type { View } from '../../model/city/manifest.ts';
import { enuFromLonLat, lonLatFromEnu } from '../../model/geo/enu.ts';

/** A way nears the ground no more than this. */
const WAY_CLEARANCE_M = 12;
/** What a degree of turning counts on a way, so that a turn on the spot takes its time too. */
const M_PER_TURNED_DEG = 4;
/** Samples of the way from a station to the next, for its length and its clearance. */
const SAMPLES_A_STRETCH = 24;
/** The camera gains its speed over this share of the time, and loses it over the same share at the end. */
const RAMP_RATIO = 0.18;

/** East, north, up from the first station, metres; heading (running on over 360) and pitch, degrees. */
type Pose = readonly [number, number, number, number, number];

/** A smooth way by stations. */
export interface Way {
  /** Where the camera is at a share of the time, 0–1. */
  at(ratio: number): View;
  /** Places of the way, for the heights of the ground under them. */
  readonly places: readonly View[];
  /** Lifts the way to its clearance above these heights of the ground under `places`, metres above the ellipsoid. */
  keepClear(groundHeightM: readonly number[]): void;
}

/**
 * Goes by all stations on a centripetal Catmull–Rom curve (Yuksel, Schaefer and Keyser 2011: it neither loops nor overshoots between stations),
 * at an even pace that is gained and lost gently. One station alone is a camera that stands.
 */
export function openWay(stations: readonly View[]): Way {
  const [first] = stations;
  const poses = unwound(stations.map((view) => poseOf(first, view)));
  const samples = poses.slice(1).flatMap((_, i) => {
    const from = i === 0 ? [poses[0]] : [];
    return [
      ...from,
      ...Array.from({ length: SAMPLES_A_STRETCH }, (__, k) => onCurve(poses, i, (k + 1) / SAMPLES_A_STRETCH)),
    ];
  });
  if (samples.length === 0) samples.push(poses[0]);
  const lengths = cumulated(samples);
  let floors: readonly number[] = [];

  function at(ratio: number): View {
    const [index, share] = placeAt(lengths, paced(ratio) * (lengths[lengths.length - 1] ?? 0));
    const view = viewOf(first, between(samples[index], samples[index + 1] ?? samples[index], share));
    const floorM = mix(floors[index] ?? -Infinity, floors[index + 1] ?? floors[index] ?? -Infinity, share);
    return { ...view, heightM: Math.max(view.heightM, floorM) };
  }

  return {
    at,
    places: samples.map((pose) => viewOf(first, pose)),
    keepClear(groundHeightM) {
      floors = groundHeightM.map((heightM) => heightM + WAY_CLEARANCE_M);
    },
  };
}

/** The share of the way after a share of the time: constant speed between two ramps. */
export function paced(ratio: number): number {
  const t = Math.min(1, Math.max(0, ratio));
  const top = 1 / (1 - RAMP_RATIO);
  if (t < RAMP_RATIO) return (top * t * t) / (2 * RAMP_RATIO);
  if (t > 1 - RAMP_RATIO) return 1 - (top * (1 - t) * (1 - t)) / (2 * RAMP_RATIO);
  return top * (t - RAMP_RATIO / 2);
}

function poseOf(first: View, view: View): Pose {
  const [east, north, up] = enuFromLonLat(first, view);
  return [east, north, up, view.headingDeg, view.pitchDeg];
}

function viewOf(first: View, [east, north, up, heading, pitchDeg]: Pose): View {
  const { lonDeg, latDeg, heightM } = lonLatFromEnu(first, [east, north, up]);
  return { lonDeg, latDeg, heightM, headingDeg: ((heading % 360) + 360) % 360, pitchDeg };
}

/** Headings that go on the shorter way round from station to station. */
function unwound(poses: readonly Pose[]): Pose[] {
  let before = poses[0][3];
  return poses.map(([east, north, up, heading, pitch]) => {
    before += ((((heading - before) % 360) + 540) % 360) - 180;
    return [east, north, up, before, pitch];
  });
}

const lengthM = (a: Pose, b: Pose): number =>
  Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2], (a[3] - b[3]) * M_PER_TURNED_DEG, (a[4] - b[4]) * M_PER_TURNED_DEG);

/** Barry and Goldman's pyramid over the four stations about a stretch; beyond an end its station is mirrored. */
function onCurve(poses: readonly Pose[], i: number, share: number): Pose {
  const p1 = poses[i];
  const p2 = poses[i + 1];
  const p0 = poses[i - 1] ?? between(p1, p2, -1);
  const p3 = poses[i + 2] ?? between(p1, p2, 2);
  const knot = (a: Pose, b: Pose): number => Math.sqrt(lengthM(a, b)) || 1e-6;
  const t0 = -knot(p0, p1);
  const t2 = knot(p1, p2);
  const t3 = t2 + knot(p2, p3);
  const t = t2 * share;
  const a1 = between(p0, p1, (t - t0) / -t0);
  const a2 = between(p1, p2, t / t2);
  const a3 = between(p2, p3, (t - t2) / (t3 - t2));
  const b1 = between(a1, a2, (t - t0) / (t2 - t0));
  const b2 = between(a2, a3, t / t3);
  return between(b1, b2, t / t2);
}

const mix = (a: number, b: number, share: number): number => (a === b ? a : a + (b - a) * share);

function between(a: Pose, b: Pose, share: number): Pose {
  return [
    mix(a[0], b[0], share),
    mix(a[1], b[1], share),
    mix(a[2], b[2], share),
    mix(a[3], b[3], share),
    mix(a[4], b[4], share),
  ];
}

function cumulated(samples: readonly Pose[]): number[] {
  const lengths = [0];
  for (let i = 1; i < samples.length; i++) lengths.push(lengths[i - 1] + lengthM(samples[i - 1], samples[i]));
  return lengths;
}

function placeAt(lengths: readonly number[], length: number): [index: number, share: number] {
  let low = 0;
  let high = lengths.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (lengths[middle] <= length) low = middle;
    else high = middle;
  }
  const span = (lengths[low + 1] ?? lengths[low]) - lengths[low];
  return [low, span === 0 ? 0 : Math.min(1, (length - lengths[low]) / span)];
}
