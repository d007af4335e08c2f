/** Facade class of a building whose walls and roofs are surveyed: no window, storey or tile is made up on them. */
export const SURVEYED_FACADE = 5;
