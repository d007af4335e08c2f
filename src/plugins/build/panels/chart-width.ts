/** Width of the charts of this desk's panel, in units of their own drawing: what the panel shows of them is as wide as it is. */
export const CHART_WIDTH = 324;
