/**
 * All that walking reads and writes. By id: what a person is, which is the whole state of a run. Sorted: where everyone was when the step
 * began, by cells, for whoever looks for neighbours. So a step reads the one and writes the other, and no second buffer is needed.
 */
export interface CrowdArrays {
  count: number;
  fieldCount: number;

  /** By id. */
  xM: Float32Array;
  yM: Float32Array;
  /** Unit vector of the last direction. */
  directionX: Float32Array;
  directionY: Float32Array;
  speedMps: Float32Array;
  /** Where they wanted to go in the last step, unit vector; 0, 0 of who stands of their own will. */
  desiredDirectionX: Float32Array;
  desiredDirectionY: Float32Array;
  /** Towards where they want to go, a mean of the last half second or so. */
  progressMps: Float32Array;
  radiusM: Float32Array;
  desiredMps: Float32Array;
  timeGapS: Float32Array;
  stripM: Float32Array;
  speedRatio: Float32Array;
  startS: Float32Array;
  level: Uint8Array;
  status: Uint8Array;
  field: Uint8Array;
  cell: Int32Array;

  /** Sorted; an id below 0 is ~id of someone seen through a link, who is not moved there. */
  sortedX: Float32Array;
  sortedY: Float32Array;
  sortedRadius: Float32Array;
  sortedId: Int32Array;
  sortedDesiredDirectionX: Float32Array;
  sortedDesiredDirectionY: Float32Array;
  /** Empty where the model looks at nobody's velocity. */
  sortedVelocityX: Float32Array;
  sortedVelocityY: Float32Array;
  /** First sorted place of each cell, one more for the end and one to count in. */
  cellStart: Int32Array;
  /** How many are sorted, how many are near lines. */
  counts: Int32Array;
  /** Sorted places of those near lines, in the order of their ids. */
  near: Int32Array;
  ghostCell: Int32Array;
  ghostX: Float32Array;
  ghostY: Float32Array;
  ghostId: Int32Array;

  /** The ground. */
  grids: LevelGrid[];
  cellFlags: Uint8Array;
  wallEnds: Float32Array;
  wallPassage: Uint8Array;
  /** First place in `wallOfCell` of each cell, one more for the end. */
  wallStart: Int32Array;
  wallOfCell: Int32Array;
  /** x, y, x, y and shift of each link; level before and after. */
  links: Float32Array;
  linkLevels: Int32Array;
  /** Line → wall that is its gate. */
  gates: Map<number, number>;
  /** Cell → lines near it. */
  linesOfCell: Map<number, number[]>;

  /**
   * West, south, cell of the direction raster; slope's up, ratio of ascent and descent; west, south of the grid:
   * `LEVEL_FLOATS` a level.
   */
  levelFloats: Float32Array;
  /** Grid's columns, rows, first cell; raster's columns, rows: `LEVEL_INTS` a level. */
  levelInts: Int32Array;
  /** By field, then level. */
  directions: Int8Array[];
}

/** The grid of a level: columns and rows of `CELL_M`, cells from `first` on in the run's arrays. */
export interface LevelGrid {
  westM: number;
  southM: number;
  columns: number;
  rows: number;
  first: number;
}
