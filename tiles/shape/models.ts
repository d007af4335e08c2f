import { BARK_TONE, type TreeKind } from '../../model/city/tree-kinds.ts';

/**
 * A small model drawn many times: east, north, up in metres from its foot on the ground, front to the north. Its colour
 * is a tone: the view multiplies a layer's or an object's colour with it, so that a crown keeps its two tones and a
 * lamp its dark post whatever it is coloured by.
 */
export interface Model {
  positionM: Float32Array;
  normal: Int8Array;
  /** Grey of each vertex, 255 = the colour itself. */
  tone: Uint8Array;
  /** Width of what each vertex is of (m), where it is slender (`model/city/slender.ts`); absent: all is solid. */
  slenderM?: Float32Array;
  index: Uint16Array;
  /** Linear RGB where nothing else colours it. */
  colour: readonly [number, number, number];
  /** Kind of a tree. */
  kind?: TreeKind;
}

/**
 * Names that a layer's `models` may hold. Trees have a crown 1 m across, so that an instance's scale is its crown in
 * metres; all others have their real size, so that their scale is 1 (a lamp of 12 m: 12 / 9). A shaft is 1 m across and
 * 1 m deep, hangs under its place and is stretched to its depth.
 */
export const MODEL_NAMES = [
  'tree-a',
  'tree-b',
  'tree-conifer',
  'tree-spreading',
  'tree-evergreen',
  'tree-weeping',
  'manhole',
  'shaft',
  'inlet',
  'valve',
  'hydrant',
  'lamp',
  'camera',
  'sensor',
  'pump',
  'outfall',
  'marker',
  'pin',
] as const;
type ModelName = (typeof MODEL_NAMES)[number];

/** The model that stands for a point where a layer names none. */
export const DEFAULT_MODEL: ModelName = 'marker';

/** Unknown names are an error that lists the known ones. */
export function modelNamed(name: string): Model {
  const known = BUILT.get(name);
  if (known) return known;
  if (!isModelName(name)) throw new Error(`model: expected one of ${MODEL_NAMES.join(', ')}, got "${name}"`);
  const model = BUILDERS[name]();
  BUILT.set(name, model);
  return model;
}

/** The larger of a model's width and height in metres, at scale 1. */
export function modelSizeM({ positionM }: Model): number {
  let radiusM = 0;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < positionM.length; i += 3) {
    radiusM = Math.max(radiusM, Math.hypot(positionM[i], positionM[i + 1]));
    low = Math.min(low, positionM[i + 2]);
    high = Math.max(high, positionM[i + 2]);
  }
  return Math.max(2 * radiusM, high - low);
}

function isModelName(name: string): name is ModelName {
  return Object.hasOwn(BUILDERS, name);
}

const BUILT = new Map<string, Model>();

/** Linear light; trees after the map's green, everything of steel grey. */
const LEAF = [0.2, 0.31, 0.14] as const;
const NEEDLE = [0.13, 0.24, 0.14] as const;
const STEEL = [0.4, 0.42, 0.44] as const;
const IRON = [0.16, 0.17, 0.18] as const;
const RED = [0.55, 0.08, 0.05] as const;
const BLUE = [0.1, 0.25, 0.5] as const;

const BUILDERS: Record<ModelName, () => Model> = {
  'tree-a': () => crown(1, 1.02, 1, LEAF, 'round'),
  'tree-b': () => crown(1, 1.6, 0.8, LEAF, 'column', (z) => 0.72 + 0.28 * Math.sqrt(Math.max(0, 1 - (z + 0.25) ** 2))),
  // Wide above, drawn in below: an umbrella.
  'tree-spreading': () =>
    crown(1, 0.9, 0.7, LEAF, 'spreading', (z) => 0.84 + 0.16 * Math.min(1, Math.max(-1, 1.5 * z))),
  'tree-evergreen': () => crown(1, 1.15, 0.9, LEAF, 'evergreen'),
  // Its branches hang: a bell, widest where it ends.
  'tree-weeping': () => crown(1, 1.0, 0.7, LEAF, 'weeping', (z) => 0.86 - 0.24 * z),
  'tree-conifer': () => {
    const parts = new Parts();
    parts.turned(
      [
        [0.16, 0.02],
        [0.5, 0.22],
        [0.3, 0.75],
        [0, 2.1],
      ],
      8,
      [190, 225, 255],
      true,
    );
    return { ...parts.model(NEEDLE), kind: 'conifer' };
  },
  manhole: () => {
    const parts = new Parts();
    parts.turned(
      [
        [0.42, 0],
        [0.4, 0.03],
        [0.33, 0.03],
      ],
      16,
      [200, 200],
      false,
    );
    parts.disc(0.33, 0.02, 16, 255);
    return parts.model(IRON);
  },
  shaft: () => {
    const parts = new Parts();
    parts.turned(
      [
        [0, -1],
        [0.5, -1],
        [0.5, 0],
      ],
      12,
      [170, 235],
      false,
    );
    return parts.model(STEEL);
  },
  inlet: () => {
    const parts = new Parts();
    parts.box([0, 0, 0.015], [0.8, 0.5, 0.03], 200);
    for (let bar = -2; bar <= 2; bar++) parts.box([0.14 * bar, 0, 0.04], [0.05, 0.4, 0.02], 255);
    return parts.model(IRON);
  },
  valve: () => {
    const parts = new Parts();
    parts.turned(
      [
        [0.22, 0],
        [0.2, 0.06],
        [0.1, 0.06],
        [0.1, 0.12],
        [0, 0.12],
      ],
      8,
      [180, 220, 255, 255],
      false,
    );
    return parts.model(BLUE);
  },
  hydrant: () => {
    const parts = new Parts();
    parts.turned(
      [
        [0.16, 0],
        [0.16, 0.08],
        [0.1, 0.1],
        [0.1, 0.7],
        [0.13, 0.72],
        [0, 0.86],
      ],
      8,
      [170, 230, 255, 230, 255],
      false,
    );
    parts.box([0, 0, 0.55], [0.4, 0.12, 0.12], 230);
    return parts.model(RED);
  },
  lamp: () => {
    const parts = new Parts();
    parts.turned(
      [
        [0.11, 0],
        [0.06, 8.7],
      ],
      6,
      [170],
      false,
    );
    parts.slender(0.17);
    parts.rod([0, 0, 8.72], [0, 1.75, 8.78], 0.09, 170);
    parts.slender(0.09);
    parts.box([0, 2, 8.72], [0.3, 0.7, 0.1], 255);
    parts.slender(0.2);
    return parts.model(STEEL);
  },
  camera: () => {
    const parts = new Parts();
    parts.turned(
      [
        [0.1, 0],
        [0.07, 5.8],
      ],
      6,
      [170],
      false,
    );
    parts.slender(0.17);
    parts.rod([0, 0, 5.8], [0, 1.05, 5.8], 0.07, 170);
    parts.slender(0.07);
    parts.box([0, 1.05, 5.65], [0.18, 0.42, 0.18], 255);
    return parts.model(STEEL);
  },
  sensor: () => {
    const parts = new Parts();
    parts.turned(
      [
        [0.06, 0],
        [0.05, 2.6],
      ],
      6,
      [170],
      false,
    );
    parts.slender(0.11);
    parts.box([0, 0, 2.4], [0.36, 0.26, 0.5], 255);
    return parts.model(STEEL);
  },
  pump: () => {
    const parts = new Parts();
    parts.box([0, 0, 0.15], [2.4, 1.4, 0.3], 170);
    parts.box([-0.5, 0, 0.75], [1, 0.9, 0.9], 255);
    parts.turned(
      [
        [0.35, 0.3],
        [0.35, 1.4],
        [0, 1.5],
      ],
      10,
      [230, 255],
      false,
      0.6,
    );
    return parts.model(BLUE);
  },
  outfall: () => {
    const parts = new Parts();
    parts.box([-1, 0, 0], [0.3, 0.5, 2.4], 220);
    parts.box([1, 0, 0], [0.3, 0.5, 2.4], 220);
    parts.box([0, 0, 1.05], [1.7, 0.5, 0.3], 255);
    return parts.model(STEEL);
  },
  /** Stands for a point of which no more is known: to be seen from kilometres away. */
  pin: () => {
    const parts = new Parts();
    parts.turned(
      [
        [0, 0],
        [0.35, 8],
        [1.5, 9.2],
        [2, 10.8],
        [1.5, 12.4],
        [0, 13],
      ],
      10,
      [170, 200, 230, 255, 255],
      false,
    );
    return parts.model(BLUE);
  },
  marker: () => {
    const parts = new Parts();
    parts.turned(
      [
        [0, 0],
        [0.28, 0.75],
        [0.28, 1],
        [0, 1.3],
      ],
      8,
      [200, 230, 255],
      false,
    );
    return parts.model(STEEL);
  },
};

/** Balls of leaves that a crown is the hull of, about its middle, in halves of its width: where each stands and how far it reaches. */
const TUFTS: readonly (readonly [x: number, y: number, z: number, reach: number])[] = [
  [0, 0, 0, 0.66],
  [0.44, 0.14, -0.12, 0.5],
  [-0.2, 0.42, 0.1, 0.5],
  [-0.3, -0.34, -0.16, 0.52],
  [0.16, -0.3, 0.36, 0.48],
  [-0.08, 0.1, 0.5, 0.44],
];

/** Part of a tree's height that its crown leaves to the trunk. */
const TRUNK_RATIO = 0.17;

/**
 * A crown of 80 triangles on a trunk of 6: an icosahedron cut once, whose corners lie on the hull of some tufts and have the tufts' own normals, so
 * that light tells them apart; the lower third and every few triangles are a tone darker. `lump`: how far the tufts stand out of one ball.
 */
function crown(
  widthM: number,
  heightM: number,
  lump: number,
  colour: Model['colour'],
  kind: TreeKind,
  /** Returns the part of its width that it has at a height from −1 to 1. */
  girth: (z: number) => number = () => 1,
): Model {
  const { points, faces } = cutIcosahedron();
  const parts = new Parts();
  const hull = points.map((point) => hullOf(point, lump));
  const [east, north] = [0, 1].map((c) => hull.map(({ at }, i) => at[c] * girth(points[i][2])));
  const [eastM, northM] = [east, north].map((across) => (Math.max(...across) + Math.min(...across)) / 2);
  const acrossM = Math.max(Math.max(...east) - Math.min(...east), Math.max(...north) - Math.min(...north));
  const halfM = ((1 - TRUNK_RATIO) * heightM) / 2;
  const lowest = Math.min(...hull.map(({ at }) => at[2]));
  const placed = new Map<string, number>();
  for (const face of faces) {
    const [x, y, z] = [0, 1, 2].map((c) => (points[face[0]][c] + points[face[1]][c] + points[face[2]][c]) / 3);
    const dark = z < -0.25 || (x * 0.6 - y * 0.7 + z * 0.4 < -0.35 && z < 0.45);
    for (const i of face) {
      const key = `${i} ${dark}`;
      let vertex = placed.get(key);
      if (vertex === undefined) {
        const { at, normal } = hull[i];
        const wide = widthM / acrossM;
        const up = TRUNK_RATIO * heightM + (at[2] - lowest) * halfM;
        const n = normalize([normal[0] / widthM, normal[1] / widthM, normal[2] / heightM]);
        vertex = parts.vertex([(east[i] - eastM) * wide, (north[i] - northM) * wide, up], n, dark ? 196 : 255);
        placed.set(key, vertex);
      }
      parts.index.push(vertex);
    }
  }
  trunk(parts, 0.055 * widthM, (TRUNK_RATIO + 0.15) * heightM);
  return { ...parts.model(colour), kind };
}

/** The corner of a crown in a direction, and which way its leaves look there: that of the ball on the way to that of the tuft. */
function hullOf(way: readonly number[], lump: number): { at: number[]; normal: number[] } {
  let reach = 0;
  let tuft: readonly number[] = TUFTS[0];
  for (const [x, y, z, own] of TUFTS) {
    const along = way[0] * x + way[1] * y + way[2] * z;
    const left = along * along - (x * x + y * y + z * z) + own * own;
    const farM = left > 0 ? along + Math.sqrt(left) : 0;
    if (farM <= reach) continue;
    reach = farM;
    tuft = [x, y, z, own];
  }
  const r = 0.9 + lump * (reach - 0.9);
  const at = way.map((part) => part * r);
  const normal = normalize(
    way.map((part, c) => part * (1 - 0.5 * lump) + ((reach * part - tuft[c]) / tuft[3]) * 0.5 * lump),
  );
  return { at, normal };
}

/** Three sides, open above and below: its top is in the leaves. */
function trunk(parts: Parts, radiusM: number, topM: number): void {
  for (let side = 0; side < 3; side++) {
    const middle = ((side + 0.5) * 2 * Math.PI) / 3;
    const corner = (k: number, up: number) => {
      const turn = ((side + k) * 2 * Math.PI) / 3;
      const at = [radiusM * Math.cos(turn), radiusM * Math.sin(turn), up];
      return parts.vertex(at, [Math.cos(middle), Math.sin(middle), 0], BARK_TONE);
    };
    const first = corner(0, 0);
    corner(1, 0);
    corner(1, topM);
    corner(0, topM);
    parts.index.push(first, first + 1, first + 2, first, first + 2, first + 3);
  }
}

/** The 80 faces of an icosahedron whose 20 are cut in four, anticlockwise from outside, with their corners on the unit sphere. */
function cutIcosahedron(): { points: number[][]; faces: number[][] } {
  const golden = (1 + Math.sqrt(5)) / 2;
  const points: number[][] = [];
  for (const [a, b] of [
    [1, golden],
    [-1, golden],
    [1, -golden],
    [-1, -golden],
  ])
    points.push([0, a, b], [a, b, 0], [b, 0, a]);
  for (const point of points) normalize(point);
  const whole: number[][] = [];
  for (let a = 0; a < 12; a++) {
    for (let b = a + 1; b < 12; b++) {
      for (let c = b + 1; c < 12; c++) {
        if (
          [distance(points[a], points[b]), distance(points[b], points[c]), distance(points[c], points[a])].some(
            (d) => d > 1.06,
          )
        )
          continue;
        whole.push(isOutward(points[a], points[b], points[c]) ? [a, b, c] : [a, c, b]);
      }
    }
  }
  const middles = new Map<number, number>();
  const middle = (a: number, b: number): number => {
    const key = Math.min(a, b) * 100 + Math.max(a, b);
    const known = middles.get(key);
    if (known !== undefined) return known;
    points.push(normalize(points[a].map((value, c) => value + points[b][c])));
    middles.set(key, points.length - 1);
    return points.length - 1;
  };
  const faces = whole.flatMap(([a, b, c]) => {
    const ab = middle(a, b);
    const bc = middle(b, c);
    const ca = middle(c, a);
    return [
      [a, ab, ca],
      [ab, b, bc],
      [ca, bc, c],
      [ab, bc, ca],
    ];
  });
  return { points, faces };
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function isOutward(a: readonly number[], b: readonly number[], c: readonly number[]): boolean {
  const ux = b[0] - a[0];
  const uy = b[1] - a[1];
  const uz = b[2] - a[2];
  const vx = c[0] - a[0];
  const vy = c[1] - a[1];
  const vz = c[2] - a[2];
  return a[0] * (uy * vz - uz * vy) + a[1] * (uz * vx - ux * vz) + a[2] * (ux * vy - uy * vx) > 0;
}

function normalize(v: number[]): number[] {
  const length = Math.hypot(v[0], v[1], v[2]);
  for (let c = 0; c < 3; c++) v[c] /= length;
  return v;
}

/** Collects boxes, discs and turned bodies into one mesh. */
class Parts {
  readonly position: number[] = [];
  readonly normal: number[] = [];
  readonly tone: number[] = [];
  readonly slenderM: number[] = [];
  readonly index: number[] = [];

  vertex(at: readonly number[], n: readonly number[], tone: number): number {
    this.position.push(at[0], at[1], at[2]);
    for (let c = 0; c < 3; c++) this.normal.push(Math.round(n[c] * 127));
    this.tone.push(tone);
    return this.tone.length - 1;
  }

  quad(corners: readonly (readonly number[])[], n: readonly number[], tone: number): void {
    const [a, b, c, d] = corners.map((corner) => this.vertex(corner, n, tone));
    this.index.push(a, b, c, a, c, d);
  }

  box(middle: readonly number[], size: readonly number[], tone: number): void {
    for (let axis = 0; axis < 3; axis++) {
      const u = (axis + 1) % 3;
      const v = (axis + 2) % 3;
      for (const side of [-1, 1]) {
        const corners = [
          [-1, -1],
          [1, -1],
          [1, 1],
          [-1, 1],
        ].map(([a, b]) => {
          const corner = [0, 0, 0];
          corner[axis] = middle[axis] + (side * size[axis]) / 2;
          corner[u] = middle[u] + (side * a * size[u]) / 2;
          corner[v] = middle[v] + (b * size[v]) / 2;
          return corner;
        });
        const n = [0, 0, 0];
        n[axis] = side;
        this.quad(corners, n, tone);
      }
    }
  }

  /** All that was added since the last of it is slender, as wide as this. */
  slender(widthM: number): void {
    while (this.slenderM.length < this.tone.length) this.slenderM.push(widthM);
  }

  /** A square bar that lies to the north, its normals away from its axis. */
  rod(from: readonly number[], to: readonly number[], widthM: number, tone: number): void {
    const corners = [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ];
    const [back, front] = [from, to].map((end) =>
      corners.map(([x, z]) =>
        this.vertex(
          [end[0] + (x * widthM) / 2, end[1], end[2] + (z * widthM) / 2],
          [x / Math.SQRT2, 0, z / Math.SQRT2],
          tone,
        ),
      ),
    );
    for (let i = 0; i < 4; i++) {
      const j = (i + 1) % 4;
      this.index.push(back[i], front[j], back[j], back[i], front[i], front[j]);
    }
  }

  /** A profile of (radius, height) pairs turned about the up axis; flat bands, or smooth across all of them. */
  turned(
    profile: readonly (readonly [number, number])[],
    sides: number,
    tones: readonly number[],
    smooth: boolean,
    east = 0,
  ): void {
    const slopes = profile.slice(1).map(([r, z], i) => {
      const dr = r - profile[i][0];
      const dz = z - profile[i][1];
      const length = Math.hypot(dr, dz);
      return [dz / length, -dr / length];
    });
    for (let band = 0; band < profile.length - 1; band++) {
      const rings = [band, band + 1].map((i) => {
        const [r, z] = profile[i];
        const [out, up] = smooth && i > 0 && i < profile.length - 1 ? mean(slopes[i - 1], slopes[i]) : slopes[band];
        return Array.from({ length: sides }, (_, side) => {
          const angle = (2 * Math.PI * side) / sides;
          const x = Math.sin(angle);
          const y = Math.cos(angle);
          return this.vertex([east + x * r, y * r, z], [x * out, y * out, up], tones[band]);
        });
      });
      for (let side = 0; side < sides; side++) {
        const next = (side + 1) % sides;
        if (profile[band][0] > 0) this.index.push(rings[0][side], rings[1][next], rings[0][next]);
        if (profile[band + 1][0] > 0) this.index.push(rings[0][side], rings[1][side], rings[1][next]);
      }
    }
  }

  disc(radiusM: number, upM: number, sides: number, tone: number): void {
    const ring = Array.from({ length: sides }, (_, side) => {
      const angle = (2 * Math.PI * side) / sides;
      return this.vertex([Math.cos(angle) * radiusM, Math.sin(angle) * radiusM, upM], [0, 0, 1], tone);
    });
    for (let side = 1; side < sides - 1; side++) this.index.push(ring[0], ring[side], ring[side + 1]);
  }

  model(colour: Model['colour']): Model {
    return {
      positionM: Float32Array.from(this.position),
      normal: Int8Array.from(this.normal),
      tone: Uint8Array.from(this.tone),
      ...(this.slenderM.length > 0
        ? { slenderM: Float32Array.from(this.tone, (_, vertex) => this.slenderM[vertex] ?? 0) }
        : {}),
      index: Uint16Array.from(this.index),
      colour,
    };
  }
}

function mean(a: readonly number[], b: readonly number[]): number[] {
  const x = a[0] + b[0];
  const y = a[1] + b[1];
  const length = Math.hypot(x, y) || 1;
  return [x / length, y / length];
}
