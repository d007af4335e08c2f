/** An object of a parsed JSON text, its values still unknown. */
export type Json = Record<string, unknown>;

/** Is this value of a parsed JSON text an object, neither null nor an array? */
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
