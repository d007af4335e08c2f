/** Tells what an attribute does to a value of its file. */
type Effect = 'scale' | 'shift' | 'time' | 'rotation' | 'mask' | 'unit' | 'reference';

/**
 * Attributes of a format that say how its values are to be taken, by their names there: what each does to a value, and what becomes of it.
 * `converted` says that the values come out by it; a code is that of the problem, the assumption or the refusal which names it where they do not.
 * None is dropped in silence.
 */
export type Stated = readonly (readonly [attribute: string, effect: Effect, ...outcomes: [string, ...string[]]])[];
