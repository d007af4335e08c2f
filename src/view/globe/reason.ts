/** An error in words; Cesium's failed requests carry a status in place of a message. */
export function reasonOf(error: unknown): string {
  const { message, statusCode } = (error ?? {}) as { message?: unknown; statusCode?: unknown };
  if (typeof message === 'string') return message;
  return typeof statusCode === 'number' ? `HTTP ${statusCode}` : String(error).slice(0, 200);
}
