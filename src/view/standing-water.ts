/** Rivers and lakes of a run are deeper than this in its first frame, m; the shallowest class of its water begins there too. */
export const STOOD_M = 0.05;
