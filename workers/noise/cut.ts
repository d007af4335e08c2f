/**
 * The vertical cut from a source to a receiver. Its points run along the way without turning back; the ground between two points is straight
 * and of one kind. A building is four points: foot and roof of its first wall, roof and foot of its last, with hard ground between the roofs;
 * a thin barrier is one point whose top is above the ground.
 */
export interface Cut {
  count: number;
  /** Metres along the way. */
  readonly alongM: Float64Array;
  /** Ground, or the roof over it: what mean planes are laid through. */
  readonly groundM: Float64Array;
  /** What sound must pass over: the ground, or the top of a barrier on it. */
  readonly topM: Float64Array;
  /** Ground factor from each point to the next: 0 hard, 1 porous. */
  readonly porosity: Float64Array;
  sourceM: number;
  receiverM: number;
  /** Ground factor where the source stands. */
  sourcePorosity: number;
}

/** Makes an empty cut of room for so many points. */
export function newCut(room: number): Cut {
  return {
    count: 0,
    alongM: new Float64Array(room),
    groundM: new Float64Array(room),
    topM: new Float64Array(room),
    porosity: new Float64Array(room),
    sourceM: 0,
    receiverM: 0,
    sourcePorosity: 0,
  };
}

/** Adds a point of the ground; false: there is no room for it. */
export function addPoint(cut: Cut, alongM: number, groundM: number, topM: number, porosity: number): boolean {
  const at = cut.count;
  if (at >= cut.alongM.length) return false;
  cut.alongM[at] = alongM;
  cut.groundM[at] = groundM;
  cut.topM[at] = topM;
  cut.porosity[at] = porosity;
  cut.count++;
  return true;
}
