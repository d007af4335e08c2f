/**
 * Numbers of what is placed in the picture: east, north and up in the city's frame, cosine and sine of where it heads (from east), form,
 * colour, size of 1, sine of its climb.
 */
export const PLACED_NUMBERS = 9;

/** A circle about the eye. */
export interface Reach {
  eastM: number;
  northM: number;
  reachM: number;
}
