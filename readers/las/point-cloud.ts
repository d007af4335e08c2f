/** Points as they lie in a file: whole numbers that scale and offset make coordinates of. */
export interface PointCloud {
  file: string;
  count: number;
  /** Points that the producer of the file withdrew; they are not among the others. */
  withheld: number;
  /** x, y, z of each point; coordinate = number × scale + offset. */
  xyz: Int32Array;
  scale: readonly [number, number, number];
  offset: readonly [number, number, number];
  /** Colours of 8 bits a channel; null where the format has none, or all are black. */
  rgb: Uint8Array | null;
  intensity: Uint16Array;
  /** ASPRS class of each point. */
  classification: Uint8Array;
  /** What the file says of its system; null where it says nothing. */
  crs: { code: string | null; text: string | null };
  /** Metres of a unit of x and y by the keys, where they state it. */
  planeUnitM: number | null;
  /** Unit of z in metres, where the file states it. */
  heightUnitM: number | null;
}
