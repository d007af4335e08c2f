import type { TwinState } from '../../twin/slice.ts';

/** Something on the picture is simulated: a run, or vehicles that nobody counted. What goes out of the page has to say so. */
export const isSimulated = ({ runs, trafficShown }: Pick<TwinState, 'runs' | 'trafficShown'>): boolean =>
  trafficShown || Object.values(runs).some(({ shownId }) => shownId !== null);
