/** What is offered, with a value that came from a case or a link and is not among it, in its order. */
export const withValue = (offered: readonly number[], value: number | null): number[] =>
  value === null || offered.includes(value) ? [...offered] : [...offered, value].sort((a, b) => a - b);
