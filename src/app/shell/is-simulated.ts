import type { TwinState } from '../../twin/slice.ts';

/** Something on the picture is simulated: a run, or vehicles, trains and boats that nobody counted. What goes out of the page has to say so. */
export const isSimulated = ({
  runs,
  trafficShown,
  tracksShown,
}: Pick<TwinState, 'runs' | 'trafficShown' | 'tracksShown'>): boolean =>
  trafficShown || tracksShown || Object.values(runs).some(({ shownId }) => shownId !== null);
