/** Numbers a place of a path of traffic: east, north and up in the city's frame; where the first lane begins to the right of it, and how wide lanes are, metres. */
export const PLACE_NUMBERS = 5;
