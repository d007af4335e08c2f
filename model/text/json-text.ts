/** What came, as JSON for a message; of lists so deep in each other that they cannot be written, and of what is no JSON, a sign alone. */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'nothing';
  } catch {
    return Array.isArray(value) ? '[…]' : '{…}';
  }
}
