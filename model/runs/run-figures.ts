/** Names of figures that runs tell of themselves; a page has a word for each. */
export const RUN_FIGURES = [
  'closedRoads',
  'roadClosure',
  'wetResidents',
  'wetDwellings',
  'wetEntrances',
  'deepest',
  'ponded',
  'people',
  'left',
  'jammed',
  'waded',
  'clearance95',
  'clearance100',
] as const;
/** A name of a figure that a run tells of itself. */
export type RunFigureName = (typeof RUN_FIGURES)[number];
